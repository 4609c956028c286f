// What a colleague changes appears by itself: the page asks every few seconds whether the diary is another one, and
// takes over what differs, in place, so that focus and scrolling stay. Never while something is in hand or asked.

const EVERY = 8_000;
const MARKED_FOR = 6_000;
const board = document.getElementById("board");
const changed = document.getElementById("changed");
let failed = 0;

const is_busy = () => "inHand" in document.documentElement.dataset || document.querySelector("dialog[open]");

// Each appointment that is shown by its id: when it was changed, who it is, and where it stands.
function entries() {
  const found = new Map();
  for (const { id, dataset } of board.querySelectorAll("[data-changed]")) {
    found.set(id, { at: dataset.changed, words: `${dataset.name}, ${dataset.where}`, name: dataset.name });
  }
  return found;
}

function mark(before, after) {
  const words = [];
  for (const [id, { at, words: now }] of after) {
    if (before.get(id)?.at === at) continue;
    const entry = document.getElementById(id);
    entry.classList.add("is-changed");
    setTimeout(() => entry.classList.remove("is-changed"), MARKED_FOR);
    words.push(`${before.has(id) ? changed.dataset.moved : changed.dataset.new}: ${now}.`);
  }
  for (const [id, { name }] of before) {
    if (!after.has(id)) words.push(`${changed.dataset.gone}: ${name}.`);
  }
  return words;
}

function take_over(page, by_hand) {
  const fresh = page.getElementById("board");
  if (!fresh) throw new Error("another page answered");
  const before = entries();
  window.Idiomorph.morph(board, fresh);
  const words = mark(before, entries());
  if (!by_hand) changed.replaceChildren(...words.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
}

async function renew(by_hand = false) {
  if (!by_hand && (document.hidden || is_busy())) return;
  try {
    const answer = await fetch(window.location.href.split("#")[0], { headers: { "If-None-Match": board.dataset.state } });
    if (answer.status !== 304) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!by_hand && is_busy()) return;
      take_over(page, by_hand);
    }
    if (failed > 1) changed.replaceChildren();
    failed = 0;
  } catch {
    failed += 1;
    if (failed > 1) changed.textContent = changed.dataset.behind;
  }
}

setInterval(renew, EVERY);
document.addEventListener("visibilitychange", () => renew());
document.addEventListener("calendar:renew", async ({ detail }) => {
  await renew(detail.by_hand);
  document.dispatchEvent(new CustomEvent("calendar:renewed"));
});
