/* The editor of minutes saves itself while somebody types. The page works without it. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.FormData) { return; }
  var said = document.querySelector("[data-autosave-said]");
  var isDirty = false;
  var isLeaving = false;
  var timer = null;

  function tell(words) { if (said && words) { said.textContent = words; } }

  function save() {
    timer = null;
    if (!isDirty || isLeaving) { return; }
    isDirty = false;
    fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (answer) {
        return answer.json().then(function (told) {
          if (answer.ok) { form.elements.base.value = told.base; }
          tell(told.said);
        });
      })
      .catch(function () { isDirty = true; later(); });
  }

  function later() { if (!timer) { timer = window.setTimeout(save, 15000); } }

  form.addEventListener("input", function () { isDirty = true; later(); });
  form.addEventListener("submit", function () { isLeaving = true; });
  window.addEventListener("beforeunload", function (event) {
    if (isDirty && !isLeaving) { event.preventDefault(); event.returnValue = ""; }
  });
})();
