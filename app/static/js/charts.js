// Draws each chart from the table beside it. Without this script the server's picture stands in its place.
(function () {
  "use strict";

  var INKS = ["#b3131b", "#0b4f9e", "#14663a", "#7a4d00", "#5b3a8c", "#4e5561"];

  function words(cell) {
    return cell.textContent.trim();
  }

  function figure(cell) {
    var value = parseFloat(words(cell));
    return isNaN(value) ? null : value;
  }

  // What is called as `total` says is left out: sums beside their parts would dwarf them.
  function read(table, total) {
    var rows = Array.from(table.tBodies[0].rows).filter(function (row) { return words(row.cells[0]) !== total; });
    var names = Array.from(table.tHead.rows[0].cells).slice(1).map(words);
    return {
      title: words(table.caption),
      labels: rows.map(function (row) { return words(row.cells[0]); }),
      series: names.map(function (name, place) {
        return { name: name, values: rows.map(function (row) { return figure(row.cells[place + 1]); }) };
      }).filter(function (one) { return one.name !== total; }),
    };
  }

  function option(found, kind, unit, face, narrow) {
    return {
      animation: false,
      color: INKS,
      aria: { enabled: true, decal: { show: true }, label: { description: found.title } },
      textStyle: { fontFamily: face, fontSize: 14, color: "#1d2129" },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: function (v) { return v === null ? "—" : v + unit; } },
      legend: { top: 0, textStyle: { fontSize: 14 } },
      grid: { left: 8, right: 16, bottom: 8, top: 56, containLabel: true },
      xAxis: { type: "category", data: found.labels, axisLabel: { fontSize: 14, rotate: narrow && found.labels.length > 4 ? 45 : 0 } },
      yAxis: { type: "value", name: unit, max: unit === "%" ? 100 : null, minInterval: 1 },
      series: found.series.map(function (one) {
        return {
          name: one.name,
          type: kind,
          data: one.values,
          symbolSize: 8,
          label: { show: found.labels.length <= 6, position: "top", formatter: function (p) { return p.value === null || p.value === undefined ? "" : p.value + unit; } },
        };
      }),
    };
  }

  function draw(place) {
    var table = place.parentElement.querySelector("table");
    if (!table || !table.tBodies.length || !table.tBodies[0].rows.length) { return; }
    var found = read(table, place.getAttribute("data-chart-total"));
    var face = getComputedStyle(document.body).fontFamily;
    place.textContent = "";
    place.classList.add("chart--live");
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", found.title);
    var chart = window.echarts.init(place, null, { renderer: "svg" });
    function show() {
      chart.resize();
      chart.setOption(option(found, place.dataset.chart, place.dataset.chartUnit, face, place.clientWidth < 500));
    }
    show();
    window.addEventListener("resize", show);
  }

  if (window.echarts) {
    document.querySelectorAll(".chart").forEach(draw);
  }
})();
