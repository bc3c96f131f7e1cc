// Fields that only matter with one answer are shown with it; without scripts they are all there, each with its hint.
(() => {
  const parts = Array.from(document.querySelectorAll("[data-when]"));
  const chosen = (form, name) => {
    const field = form.elements[name];
    return field ? field.value : "";
  };
  const show = () => parts.forEach((part) => {
    const [name, value] = part.dataset.when.split("=");
    const form = part.closest("form");
    part.hidden = Boolean(form) && chosen(form, name) !== value && !part.querySelector(".field--error");
  });
  if (!parts.length) return;
  document.addEventListener("change", show);
  show();
})();
