// A part of a page that shows itself anew ([data-live]) leaves alone the line in which somebody types or has chosen
// something; everything around it is put anew. Without this file all of it is replaced.

const CHANGED = (field) =>
  field.type !== "hidden" && (field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

// The lines somebody is at work in: one of their fields or buttons has the focus, or says something else than it did.
const linesInUse = (live) =>
  [...live.querySelectorAll("li[id]")].filter(
    (line) => line.contains(document.activeElement) || [...line.querySelectorAll("input")].some(CHANGED),
  );

// Make `old` say what `fresh` says, but for the lines in use, which stay where they are with all that is typed.
const merge = (old, fresh, inUse) => {
  const holds = (node) => inUse.some((line) => node.contains(line));
  if (inUse.includes(old)) return;
  if (!holds(old)) {
    old.replaceWith(fresh);
    return;
  }
  const kept = [...old.children].filter(holds);
  const twins = new Map(kept.map((node) => [node, [...fresh.children].find((other) => other.id && other.id === node.id)]));
  for (const node of [...old.childNodes]) if (!kept.includes(node)) node.remove();
  let place = 0;
  for (const node of [...fresh.childNodes]) {
    const next = kept.findIndex((each) => twins.get(each) === node);
    if (next < 0) {
      if (place < kept.length) kept[place].before(node);
      else old.append(node);
      continue;
    }
    place = next + 1;
    merge(kept[next], node, inUse);
  }
};

document.addEventListener("htmx:beforeSwap", (event) => {
  const live = event.target.closest?.("[data-live]");
  if (!live || event.detail.xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  const fresh = live.cloneNode(false);
  fresh.append(document.createRange().createContextualFragment(event.detail.xhr.responseText));
  if (!fresh.querySelector("[name=version]")) {
    window.location.reload(); // signed out meanwhile
    return;
  }
  const inUse = linesInUse(live);
  if (!inUse.length) {
    live.replaceChildren(...fresh.childNodes);
    return;
  }
  for (const line of inUse) {
    const twin = fresh.querySelector(`#${CSS.escape(line.id)}`);
    // Where a colleague has changed this very line, it says so; it stays until it is sent or left.
    if (twin) line.classList.toggle("is-changed", seenIn(twin) !== seenIn(line));
    if (twin && twin.parentElement.id !== line.parentElement.id) twin.remove();
  }
  merge(live, fresh, inUse);
  live.querySelector("[name=version]").value = ""; // so that the next time all of it comes
});

const seenIn = (line) => line.querySelector("[name=seen]")?.value;
