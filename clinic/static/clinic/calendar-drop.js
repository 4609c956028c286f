// An appointment was dropped: ask why and for whom, move it, and say what came of it. Refused, it is put back.

const dialog = document.getElementById("drop");
const form = dialog.querySelector("form");
const fold = dialog.querySelector("[data-fold]");
const errors = dialog.querySelector("[data-errors]");
const said = document.getElementById("said");
const refused = document.getElementById("refused");
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
let dropped = null; // what the dialog asks about

function paragraph(words) {
  const written = document.createElement("p");
  written.textContent = words;
  return written;
}

function copy(name) {
  return dialog.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
}

async function send(address, fields) {
  const body = new URLSearchParams(fields);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      return { is_moved: answer.ok, ...(await answer.json()) };
    }
  } catch {
    // No answer: it is said below, as when another page answers, such as the one to log in.
  }
  return { is_moved: false, reasons: [refused.dataset.noAnswer], ways: [] };
}

function focus(id) {
  document.getElementById(id)?.querySelector("a")?.focus();
}

function settle(id) {
  dropped = null;
  if (dialog.open) dialog.close();
  document.dispatchEvent(new CustomEvent("calendar:settled"));
  focus(id);
}

function say({ said: words, undo }, address, id) {
  refused.replaceChildren();
  const close = copy("close");
  close.addEventListener("click", () => said.replaceChildren());
  said.replaceChildren(paragraph(words), close);
  if (undo) {
    const button = copy("undo");
    button.addEventListener("click", async () => {
      button.disabled = true;
      const answer = await send(address, undo);
      await report(answer, address, id, { may_undo: false });
    });
    close.before(button);
  }
}

function refuse({ reasons, ways }) {
  said.replaceChildren();
  const box = document.createElement("div");
  box.className = "refusal";
  const title = document.createElement("h2");
  title.textContent = refused.dataset.heading;
  const close = copy("close");
  close.addEventListener("click", () => refused.replaceChildren());
  box.append(title, ...reasons.map(paragraph));
  for (const { label, address } of ways) {
    const way = document.createElement("a");
    way.href = address;
    way.textContent = label;
    const line = document.createElement("p");
    line.append(way);
    box.append(line);
  }
  box.append(close);
  refused.replaceChildren(box);
}

// The calendar shows it as it is now, whether it was moved or a colleague was faster.
async function report(answer, address, id, { may_undo }) {
  settle(id);
  if (answer.is_moved) say(may_undo ? answer : { said: answer.said }, address, id);
  else refuse(answer);
  await new Promise((done) => {
    document.addEventListener("calendar:renewed", done, { once: true });
    document.dispatchEvent(new CustomEvent("calendar:renew", { detail: { by_hand: true } }));
  });
  focus(id);
}

document.addEventListener("calendar:dropped", ({ detail }) => {
  dropped = detail;
  const { name, where } = detail.entry.dataset;
  for (const [key, words] of Object.entries({ name, from: where, to: detail.to })) {
    dialog.querySelector(`[data-say=${key}]`).textContent = words;
  }
  form.reset();
  fold.hidden = true;
  errors.replaceChildren();
  dialog.showModal();
  form.elements.reason.focus();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { entry, place } = dropped;
  const asked = Object.fromEntries(new FormData(form));
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const answer = await send(entry.dataset.drop, { ...place, ...asked, seen: entry.dataset.changed });
  button.disabled = false;
  if (answer.stays) {
    errors.replaceChildren(...answer.reasons.map(paragraph));
    fold.hidden = fold.hidden && !answer.asks;
    (answer.asks ? fold.querySelector("input") : form.elements.reason).focus();
    return;
  }
  await report(answer, entry.dataset.drop, entry.id, { may_undo: true });
});

dialog.querySelector("[data-put-back]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  if (dropped) settle(dropped.entry.id);
});
