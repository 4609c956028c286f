// Names the search fields of a model page after their labels, for whoever hears the page: select2 leaves them nameless,
// and calls what is chosen a text box, which it is not.
const { jQuery } = django;
const FIELDS = "select.select2-hidden-accessible";

function name(field) {
  const [label] = field.labels;
  label.id ||= `${field.id}-label`;
  const chosen = jQuery(field).next().find(".select2-selection__rendered").removeAttr("role aria-readonly");
  chosen.parent().attr("aria-labelledby", `${label.id} ${chosen.attr("id")}`);
}

jQuery(() => document.querySelectorAll(FIELDS).forEach(name));
jQuery(document).on("formset:added", ({ target }) => target.querySelectorAll(FIELDS).forEach(name));
jQuery(document).on("select2:open", ({ target }) => {
  const label = target.labels[0].textContent;
  const shown = jQuery(target).next().find(".select2-selection");
  shown.attr("aria-controls", shown.attr("aria-owns"));
  const list = jQuery(".select2-container--open").last();
  list.attr({ role: "region", "aria-label": label }).find(".select2-search__field").attr("aria-label", label);
});
