// After a refused form the error summary has the focus; after a partial update the focus stays where it was.
(() => {
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  document.addEventListener("htmx:afterSwap", (event) => {
    const fresh = event.target.querySelector(".error-summary");
    if (fresh) fresh.focus();
  });

  // A form is sent once, however often the button is pressed; the server would answer the same anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.classList.add("busy");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.classList.remove("busy");
    });
  });
})();
