// Opens the note behind an evidence mark beside the text. Without this script the mark is a link to the note.

const GAP = 8;

const card = document.createElement("div");
card.className = "evidence-popover";
card.setAttribute("popover", "auto");
card.setAttribute("role", "dialog");
card.tabIndex = -1;

function placeBeside(mark) {
  // On a phone the style sheet keeps the card at the foot of the screen.
  card.style.removeProperty("left");
  card.style.removeProperty("top");
  if (matchMedia("(max-width: 40rem)").matches) return;
  const at = mark.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - size.width - GAP);
  const below = at.bottom + GAP;
  const top = below + size.height < innerHeight ? below : Math.max(GAP, at.top - size.height - GAP);
  card.style.left = `${Math.max(GAP, left)}px`;
  card.style.top = `${top}px`;
}

function open(mark, note) {
  const copy = note.querySelector(".evidence-card").cloneNode(true);
  copy.querySelector(".evidence-back").remove();
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-secondary btn-sm";
  close.textContent = document.querySelector("[data-close-label]").dataset.closeLabel;
  close.addEventListener("click", () => card.hidePopover());
  card.replaceChildren(copy, close);
  card.setAttribute("aria-label", mark.getAttribute("aria-label"));
  mark.after(card); // what is read and tabbed to next is the card
  card.showPopover();
  placeBeside(mark);
  card.scrollTop = 0;
  card.focus();
}

if (HTMLElement.prototype.showPopover) {
  let last = null;
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.evidence-mark");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const note = document.querySelector(mark.hash);
    if (!note) return;
    event.preventDefault();
    last = mark;
    open(mark, note);
  });
  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (card.contains(document.activeElement) || document.activeElement === document.body)) {
      last?.focus({ preventScroll: true });
    }
  });
}
