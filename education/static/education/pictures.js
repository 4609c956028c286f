// The pictures beside a text: one is put where the writer's cursor was last, with its words and its size.

const form = document.querySelector(".draft-form");
const panel = document.querySelector(".pictures-to-place");
const status = panel.querySelector("[role=status]");

let written = null;
form.addEventListener("focusin", (event) => (written = event.target.closest(".ProseMirror[contenteditable]") ?? written));

function place({ picture, width, height, told, credit }) {
  if (!written?.editor) return status.dataset.nowhere;
  const whose = credit ? [{ type: "text", text: credit, marks: [{ type: "italic" }] }] : [];
  const content = [
    { type: "image", attrs: { src: picture, alt: told, width, height } },
    { type: "paragraph", content: whose }, // where writing goes on; left empty it is dropped on saving
  ];
  written.editor.chain().focus().insertContent(content).run();
  form.dispatchEvent(new Event("input")); // so that leaving asks first
  return status.dataset.placed;
}

for (const button of panel.querySelectorAll("[data-picture]")) {
  button.hidden = false;
  button.addEventListener("click", () => (status.textContent = place(button.dataset)));
}
