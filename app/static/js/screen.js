/* The counter's screen: digits by tapping, marks by the keys 1 to 5, and back to the start when nobody is there. */
(function () {
  "use strict";
  var pad = document.querySelector("[data-keypad]");
  if (pad) {
    var field = document.getElementById(pad.getAttribute("data-keypad"));
    pad.hidden = false;
    pad.addEventListener("click", function (event) {
      var key = event.target.getAttribute("data-digit");
      if (key === null) { return; }
      field.value = key === "back" ? field.value.slice(0, -1) : (field.value + key).slice(0, 4);
      if (key !== "back" && field.value.length === 4) { field.form.querySelector("[type=submit]").focus(); }
    });
  }
  document.addEventListener("keydown", function (event) {
    if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var button = document.querySelector('[data-score="' + event.key + '"]');
    if (button) { button.focus(); button.click(); }
  });
  var home = document.querySelector("[data-idle]");
  if (home) {
    var timer = 0;
    var rest = function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { window.location.assign(home.getAttribute("href")); }, 45000);
    };
    ["keydown", "click", "input"].forEach(function (name) { document.addEventListener(name, rest); });
    rest();
  }
}());
