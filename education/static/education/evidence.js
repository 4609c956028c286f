// Opens what stands behind a mark or a word beside the text. Without this script each is a link to its note.

const GAP = 12;
const QUICK_EXIT = 80; // kept free at the foot of the window

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
  const column = mark.closest(".prose, section, td").getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const lowest = innerHeight - QUICK_EXIT - size.height;
  if (column.right + 2 * GAP + size.width <= width) {
    // There is room in the margin: beside the line, over nothing.
    card.style.left = `${column.right + GAP}px`;
    card.style.top = `${Math.max(GAP, Math.min(at.top - GAP, lowest))}px`;
    return;
  }
  const below = at.bottom + GAP;
  card.style.left = `${Math.max(GAP, Math.min(at.left, width - size.width - GAP))}px`;
  card.style.top = `${below <= lowest ? below : Math.max(GAP, at.top - size.height - GAP)}px`;
}

function copyOf(note) {
  const copy = note.querySelector(".evidence-card")?.cloneNode(true);
  if (copy) {
    copy.querySelector(".evidence-back")?.remove();
    copy.querySelectorAll("details").forEach((details) => (details.open = true));
    return copy;
  }
  const word = document.createElement("dl"); // a word of the glossary
  word.append(...[...note.children].map((child) => child.cloneNode(true)));
  return word;
}

function open(mark, note) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-secondary btn-sm";
  close.textContent = document.querySelector("[data-close-label]").dataset.closeLabel;
  close.addEventListener("click", () => card.hidePopover());
  const head = document.createElement("div"); // stays in reach however long the card is
  head.className = "evidence-popover-head";
  head.append(close);
  card.replaceChildren(head, copyOf(note));
  card.setAttribute("aria-label", mark.getAttribute("aria-label") ?? mark.textContent);
  mark.after(card); // what is read and tabbed to next is the card
  card.showPopover();
  placeBeside(mark);
  card.scrollTop = 0;
  card.focus();
}

if (HTMLElement.prototype.showPopover) {
  let last = null;
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.evidence-mark, a.term");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const note = document.querySelector(mark.hash);
    if (!note) return;
    event.preventDefault();
    last = mark;
    open(mark, note);
  });
  window.addEventListener("resize", () => card.matches(":popover-open") && placeBeside(last));
  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (card.contains(document.activeElement) || document.activeElement === document.body)) {
      last?.focus({ preventScroll: true });
    }
  });
}

// A browser that cannot print what is folded away gets it unfolded.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details.evidence-more, details.uses").forEach((details) => (details.open = true));
});
