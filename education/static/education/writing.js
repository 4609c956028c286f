// Where editors write: each text has its name, nothing is lost by leaving, and a claim is found and copied.

const form = document.querySelector(".draft-form");

// The editor stands in for a textarea; it takes over the textarea's label and hint.
function nameEditors() {
  const editors = [...form.querySelectorAll(".ProseMirror[contenteditable]:not([aria-labelledby])")];
  for (const editor of editors) {
    const textarea = editor.closest(".prose-editor").querySelector("textarea");
    const label = form.querySelector(`label[for="${textarea.id}"]`);
    label.id = `${textarea.id}_label`;
    label.addEventListener("click", () => editor.focus());
    editor.setAttribute("aria-labelledby", label.id);
    editor.setAttribute("aria-multiline", "true");
    const hint = textarea.getAttribute("aria-describedby");
    if (hint) editor.setAttribute("aria-describedby", hint);
  }
}

nameEditors();
new MutationObserver(nameEditors).observe(form, { childList: true, subtree: true });

let unsaved = false;
form.addEventListener("input", () => (unsaved = true));
form.addEventListener("submit", () => (unsaved = false));
window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

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
