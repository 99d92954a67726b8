"use strict";

// Pictures.
const config = JSON.parse(document.getElementById("config").textContent);
for (const chart of document.querySelectorAll(".chart")) {
  const spec = JSON.parse(chart.querySelector("script").textContent);
  const options = { actions: false, config, renderer: "svg", tooltip: { theme: "page", disableDefaultStyle: true } };
  vegaEmbed(chart.querySelector(".plot"), spec, options).catch(console.error);
}

// The file may be opened long after it was written: the age of its data is as of now.
for (const line of document.querySelectorAll("[data-newest]")) {
  const today = Math.floor((Date.now() + 8 * 3600e3) / 864e5); // the day in UTC+8
  const age = today - Date.parse(line.dataset.newest) / 864e5;
  if (age > Number(line.dataset.staleAfter)) {
    line.classList.add("stale");
    line.querySelector(".age").textContent = `{{ sentences.days_ago("${age}") }}`;
  }
}

// Tables: a click on a column's title sorts by it, another one turns the order around.
const compare = new Intl.Collator(undefined, { numeric: true }).compare;

function sort(table, header) {
  const column = header.cellIndex;
  const isNumber = header.classList.contains("number");
  const descending = header.getAttribute("aria-sort") === (isNumber ? "descending" : "ascending") ? !isNumber : isNumber;
  const key = (row) => row.cells[column].textContent.trim();
  const number = (text) => Number(text.replaceAll(",", ""));
  const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => {
    if (a === "–" || b === "–") return (a === "–") - (b === "–"); // what is not known comes last
    const order = isNumber ? number(a) - number(b) : compare(a, b);
    return descending ? -order : order;
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

for (const table of document.querySelectorAll("table.sortable")) {
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(table, header));
    header.append(button);
  }
}
