// Where editors write: each text has its name, nothing is lost by leaving, and the marked words cite a claim.

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

// An address that ends in the name of a text leads to its editor, since its textarea is hidden.
function goToPlace() {
  const editor = document.getElementById(location.hash.slice(1))?.closest(".prose-editor")?.querySelector("[contenteditable]");
  editor?.focus();
  editor?.scrollIntoView({ block: "center" });
}

nameEditors();
// The browser has looked for the place itself by then, and let go of the focus.
window.addEventListener("load", () => requestAnimationFrame(goToPlace));
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
const buttons = [...aside.querySelectorAll("[data-cite]")];

for (const each of [search, aside.querySelector("[data-by-script]"), ...buttons]) each.hidden = false;
aside.querySelector("[data-without-script]").hidden = true;

field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const claim of claims) {
    const text = claim.textContent.toLowerCase();
    claim.hidden = !words.every((word) => text.includes(word));
  }
  status.textContent = claims.every((claim) => claim.hidden) ? status.dataset.none : "";
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault(); // the same press would push the button
  buttons.find((button) => !button.closest("[data-claim]").hidden)?.focus();
});

// The text that was written in last; its words stay marked while somebody looks for a claim.
let written = null;
form.addEventListener("focusin", (event) => (written = event.target.closest(".ProseMirror[contenteditable]") ?? written));
form.addEventListener("keydown", (event) => {
  if (event.altKey && event.shiftKey && event.code === "KeyC" && event.target.closest(".ProseMirror")) {
    event.preventDefault();
    field.focus();
  }
});

function cite(address) {
  const editor = written?.editor;
  if (!editor || (editor.state.selection.empty && !editor.isActive("link"))) {
    status.textContent = status.dataset.unmarked;
    return;
  }
  const words = editor.chain().focus();
  if (editor.state.selection.empty) words.extendMarkRange("link");
  words.setLink({ href: address }).run();
  const { node } = editor.view.domAtPos(editor.state.selection.from);
  (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).scrollIntoView({ block: "center" });
  unsaved = true;
  status.textContent = status.dataset.cited;
}

for (const button of buttons) button.addEventListener("click", () => cite(button.dataset.cite));
