// On a phone each row of a wide table reads as a card: every cell gets its column's title.
// Roles keep it a table for those who listen to it.
(() => {
  const card = (table) => {
    const titles = Array.from(table.querySelectorAll("thead th"), (th) => th.textContent.trim());
    const few = titles.length < 4 && !table.classList.contains("data-table--stack");
    if (few || table.classList.contains("data-table--grid")) return;
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody").forEach((part) => part.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => {
      row.setAttribute("role", "row");
      Array.from(row.children).forEach((cell, place) => {
        const head = cell.tagName === "TH";
        cell.setAttribute("role", head ? (cell.scope === "row" ? "rowheader" : "columnheader") : "cell");
        if (!head && cell.colSpan === 1) cell.setAttribute("data-label", titles[place] || "");
      });
    });
    table.classList.add("data-table--cards");
  };
  document.querySelectorAll(".data-table").forEach(card);
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll(".data-table").forEach(card));
})();
