/* Drag the items of an agenda into another order. Without this script the buttons "up" and "down" do the same. */
(function () {
  "use strict";
  var list = document.querySelector("[data-sortable]");
  var save = document.querySelector("[data-sortable-save]");
  if (!list || !save || !window.Sortable) return;
  var order = save.querySelector("input[name=order]");
  window.Sortable.create(list, {
    draggable: "[data-item]",
    filter: "a, button, summary, input",
    preventOnFilter: false,
    animation: 120,
    onEnd: function () {
      var items = Array.prototype.slice.call(list.querySelectorAll("[data-item]"));
      order.value = items.map(function (item) { return item.getAttribute("data-item"); }).join(",");
      save.hidden = false;
    },
  });
})();
