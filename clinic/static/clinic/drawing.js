// A signature may be drawn. What is kept is its strokes, as whole numbers on a sheet of 600 by 200.
// Without this file the typed name alone is the signature.

const area = document.querySelector("[data-drawing]");

if (area && window.SignaturePad) {
  const canvas = area.querySelector("canvas");
  const kept = document.getElementById(area.dataset.drawing);
  const MOST_POINTS = 1400;
  area.hidden = false;

  const ink = getComputedStyle(document.body).color;
  const pad = new window.SignaturePad(canvas, { penColor: ink, minDistance: 3 });
  // The pad counts in the pixels of the page, the sheet in its own units.
  const scale = () => canvas.width / canvas.getBoundingClientRect().width;

  const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));

  const keep = () => {
    const units = scale();
    const strokes = pad
      .toData()
      .map(({ points }) => points.map(({ x, y }) => [within(x * units, canvas.width), within(y * units, canvas.height)]));
    const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    const step = Math.ceil(count / MOST_POINTS) || 1;
    const thinned = strokes.map((stroke) => stroke.filter((_point, index) => index % step === 0));
    kept.value = count ? JSON.stringify(thinned) : "";
  };

  const draw = () => {
    const units = scale();
    const context = canvas.getContext("2d");
    context.setTransform(units, 0, 0, units, 0, 0);
    pad.clear();
    const strokes = kept.value ? JSON.parse(kept.value) : [];
    const points = (stroke) => stroke.map(([x, y]) => ({ x: x / units, y: y / units, time: 0, pressure: 0.5 }));
    pad.fromData(strokes.map((stroke) => ({ penColor: ink, points: points(stroke) })));
  };

  pad.addEventListener("endStroke", keep);
  area.querySelector("button").addEventListener("click", () => {
    pad.clear();
    kept.value = "";
  });
  addEventListener("resize", draw);
  draw();
}
