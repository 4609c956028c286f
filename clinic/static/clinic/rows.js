// Going through a long list by keyboard: from a row's link or box, ↓ and ↑ (or J and K) lead to that of the next row.
// Without this file Tab does the same, and Enter opens a link either way.

const rows = document.querySelector("[data-rows] tbody");
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

if (rows) {
  document.querySelector("[data-rows-help]").hidden = false;
  rows.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const from = event.target.closest("tr").sectionRowIndex;
    const same = event.target.matches("input") ? "input" : "th a";
    rows.rows[from + step]?.querySelector(same).focus();
    event.preventDefault(); // an arrow would scroll as well
  });
}
