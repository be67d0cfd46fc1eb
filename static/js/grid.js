/* The monthly sheet by keyboard, with blocks pasted from Excel, judged by the server while it is typed. What is typed is
   kept and sent by form.js; without a script the sheet is a plain form. */
import { all, make, on, one, show } from "./lib/dom.js";
import { send } from "./lib/sending.js";
import { spread } from "./lib/pasting.js";

const PAUSE = 500; // ms without a key before the server is asked
let timer = 0;
let asked = 0;
let undone = null; // what stood where the last block was pasted: [field, value]

const table = () => one("[data-grid]");
const cellsOf = (row) => all(".grid-cell", row);
const rows = () => all("[data-row]", table());

// ── Moving ──
function step(cell, down, right) {
  const row = cell.closest("[data-row]");
  const lines = rows();
  const line = lines[lines.indexOf(row) + down];
  const next = line && cellsOf(line)[cellsOf(row).indexOf(cell) + right];
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

const atStart = (cell) => cell.selectionEnd === 0 || isWhole(cell);
const atEnd = (cell) => cell.selectionStart === cell.value.length || isWhole(cell);
const isWhole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

const KEYS = {
  ArrowUp: (cell) => step(cell, -1, 0),
  ArrowDown: (cell) => step(cell, 1, 0),
  ArrowLeft: (cell) => atStart(cell) && step(cell, 0, -1),
  ArrowRight: (cell) => atEnd(cell) && step(cell, 0, 1),
};

on("keydown", ".grid-cell", (event, cell) => {
  if (event.isComposing || event.altKey) return;
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && undone) {
    event.preventDefault();
    takeBack();
  } else if (event.key === "Enter") {
    // The sheet is sent by its button, never by the key that goes on to the next line.
    event.preventDefault();
    step(cell, event.shiftKey ? -1 : 1, 0);
  } else if (KEYS[event.key] && !event.ctrlKey && !event.shiftKey && KEYS[event.key](cell)) {
    event.preventDefault();
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".grid-cell")) event.target.select();
});

// ── A block from a sheet ──
on("paste", ".grid-cell", (event, cell) => {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const { changes, words } = spread(text, table(), cell);
  undone = changes.map(([field]) => [field, field.value]);
  changes.forEach(([field, value]) => {
    field.value = value;
  });
  tell(`${words}${changes.length ? "按 Ctrl+Z 可撤销这次粘贴。" : ""}`);
  changed(cell);
});

function takeBack() {
  const form = undone[0]?.[0].form;
  undone.forEach(([field, value]) => {
    field.value = value;
  });
  undone = null;
  tell("已撤销粘贴。");
  if (form) form.dispatchEvent(new Event("input", { bubbles: true }));
  later();
  mark();
}

function tell(words) {
  const line = one("[data-told]");
  line.textContent = words;
  show(line, Boolean(words));
}

const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// ── The server's verdict on each row ──
function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

async function ask() {
  const form = one("form[data-plan]");
  if (!form) return;
  const turn = ++asked;
  try {
    const { status, told } = await send(form.dataset.plan, new FormData(form));
    // Of two answers that overtake one another the later question counts.
    if (status === 200 && turn === asked) rows().forEach((row) => judge(row, told.rows[row.dataset.row]));
  } catch {
    // No line: the figures stay, and saving will tell.
  }
}

function judge(row, told) {
  if (!told) return;
  const box = one("[data-verdict]", row);
  const lines = [
    [told.words, told.class ? `wq wq-${told.class}` : "soft"],
    [told.met, told.met === "未达标" ? "worse" : "soft"],
    [told.pollutants, "grid-why"],
    [told.fault, "grid-said"],
    [told.outcome === "late" ? "他人已填报或更正这一行" : "", "grid-said"],
  ];
  box.replaceChildren(...lines.filter(([words]) => words).flatMap(([words, name]) => [make("span", name, words), " "]));
  cellsOf(row).forEach((cell) => {
    const fault = told.faults[cell.dataset.item] || "";
    cell.classList.toggle("is-invalid", Boolean(fault));
    cell.setAttribute("aria-invalid", String(Boolean(fault)));
    one(".grid-said", cell.parentNode).textContent = fault;
  });
}

function mark() {
  all(".grid-cell", table()).forEach((cell) => cell.classList.toggle("is-changed", cell.value !== cell.defaultValue));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".grid-cell, .grid-state")) return;
  if (event.target.matches(".grid-cell")) event.target.classList.toggle("is-changed", event.target.value !== event.target.defaultValue);
  later();
});

function begin() {
  if (!table()) return;
  all("[data-script]").forEach((line) => show(line, true));
  mark();
  // form.js may have brought back what was typed before.
  if (one(".kept-note")) later();
}
document.addEventListener("DOMContentLoaded", () => setTimeout(begin));
document.addEventListener("hz:shown", begin);
