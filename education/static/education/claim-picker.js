// The list of claims beside the editor: find one by its words, copy its citation.

const aside = document.querySelector(".claims");
const search = aside.querySelector(".claim-search");
const field = search.querySelector("input");
const status = search.querySelector("[role=status]");
const claims = [...aside.querySelectorAll("[data-claim]")];

search.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const claim of claims) {
    const text = claim.textContent.toLowerCase();
    claim.hidden = !words.every((word) => text.includes(word));
  }
  status.textContent = claims.every((claim) => claim.hidden) ? status.dataset.none : "";
});

for (const button of aside.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = status.dataset.copied;
  });
}
