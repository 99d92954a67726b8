"use strict";

// The file may be opened long after it was written: the age of its data is as of now.
for (const line of document.querySelectorAll("[data-newest]")) {
  const today = Math.floor((Date.now() + 8 * 3600e3) / 864e5); // the day in UTC+8
  const age = today - Date.parse(line.dataset.newest) / 864e5;
  if (age <= Number(line.dataset.staleAfter)) continue;
  line.classList.add("stale");
  line.querySelector(".age").textContent = `{{ phrase("days-ago", age="${age}") }}`;
  const matter = line.closest("article").querySelector(".old");
  matter.firstElementChild.textContent = `{{ phrase("attention-old-data", age="${age}") }}`;
  matter.hidden = matter.closest("section").hidden = false;
}

// Plots: the day next to the pointer, as its table tells it.
for (const plot of document.querySelectorAll(".plot")) {
  const table = plot.parentElement.querySelector("table");
  const [, ...names] = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
  const tip = plot.appendChild(Object.assign(document.createElement("span"), { className: "tip", hidden: true }));
  plot.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.9999);
    const [day, ...figures] = table.tBodies[0].rows[Math.floor(share * table.tBodies[0].rows.length)].cells;
    const told = figures.map((cell, place) => `${names[place]}: ${cell.textContent.trim()}`);
    tip.textContent = [day.textContent.trim(), ...told].join("\n");
    tip.style.left = `${share * 100}%`;
    tip.classList.toggle("left", share > 0.5);
    tip.hidden = false;
  });
  plot.addEventListener("pointerleave", () => { tip.hidden = true; });
}

// The address of an app's page ends with its ID, which stands beside its name: written once, the file stays small.
for (const link of document.querySelectorAll("td a")) {
  link.href = document.querySelector("main").dataset.apps + link.parentElement.querySelector("small").textContent;
}

// Lists: a click on a column's title sorts by it, another one turns the order around.
const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
const text = (cell) => cell.textContent.trim();
const exact = (cell) => cell.dataset.v ?? text(cell).replace(/[,+–]/g, "").replace("−", "-");

function sort(table, header) {
  const column = header.cellIndex;
  const isNumber = header.classList.contains("number");
  const descending = header.getAttribute("aria-sort") === (isNumber ? "descending" : "ascending") ? !isNumber : isNumber;
  const key = (cell) => (isNumber ? exact(cell) : text(cell).replace(/^–$/, ""));
  const rows = Array.from(table.tBodies[0].rows, (row) => [key(row.cells[column]), row]);
  rows.sort(([a], [b]) => {
    if (!a || !b) return !a - !b; // what is not known comes last
    const order = isNumber ? a - b : compare(a, b);
    return descending ? -order : order;
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

// A spreadsheet takes what begins with one of these for a formula, also after characters that nobody sees.
const safe = (value) => (/^[\p{Cf}\s\u115f\u1160\u3164\uffa0]*[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value);
const quoted = (value) => `"${value.replaceAll('"', '""')}"`;

function fields(cell, header) {
  if (header.classList.contains("number")) return [exact(cell)];
  const id = cell.querySelector("small");
  const rest = safe(Array.from(cell.childNodes, (node) => (node === id ? "" : node.textContent)).join("").trim());
  return header.dataset.id ? [rest, safe(id ? id.textContent : "")] : [rest];
}

function csv(table) {
  const headers = [...table.tHead.rows[0].cells];
  const first = headers.flatMap((header) => [text(header), ...(header.dataset.id ? [header.dataset.id] : [])]);
  const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains("out"));
  const lines = rows.map((row) => headers.flatMap((header, place) => fields(row.cells[place], header)));
  return "\ufeff" + [first, ...lines].map((line) => line.map(quoted).join(",") + "\r\n").join("");
}

function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
}

for (const table of document.querySelectorAll("table.sortable")) {
  const section = table.parentElement;
  const [tools, filter, all] = [".tools", "input", "button.all"].map((one) => section.querySelector(one));
  [...table.tHead.rows[0].cells].forEach((header, place) => {
    table.style.setProperty(`--title-${place + 1}`, JSON.stringify(text(header)));
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(table, header));
    header.append(button);
  });
  tools.hidden = false;
  tools.querySelector(".csv").addEventListener("click", (event) => download(event.target.dataset.file, csv(table)));
  let isShort = Boolean(all);
  const show = () => {
    const wanted = filter.value.trim().toLowerCase();
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) row.classList.toggle("out", !row.textContent.toLowerCase().includes(wanted));
    tools.querySelector(".none").hidden = rows.some((row) => !row.classList.contains("out"));
    table.classList.toggle("short", isShort && !wanted);
    if (all) all.hidden = !isShort || Boolean(wanted);
  };
  show();
  filter.addEventListener("input", show);
  all?.addEventListener("click", () => { isShort = false; show(); });
}
