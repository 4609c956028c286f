// Leaving fast: the button, or Shift three times, replaces this page by a neutral one.
// Without this file the button is an ordinary link to the same place.

const button = document.querySelector("[data-quick-exit]");
const PRESSES = 3;
const WITHIN = 5000; // milliseconds

if (button) {
  let presses = [];
  let alone = false;

  const leave = () => {
    document.title = "";
    document.body.hidden = true; // gone at once, even while the other page is still loading
    window.location.replace(button.href);
  };

  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift counts when it is pressed by itself, not when it makes a capital letter.
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) presses = [];
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = event.timeStamp;
    presses = presses.filter((earlier) => now - earlier < WITHIN).concat(now);
    if (presses.length >= PRESSES) leave();
  });

  // Coming back by the browser's own cache must not show the page hidden for good.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
