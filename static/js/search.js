/* The box in the head of the page: Ctrl-K, results while one types, arrows, Enter, Esc. Without this script it is a form
   that opens the page 搜索. */
import { all, make, one } from "./lib/dom.js";

const WAIT = 250; // ms of silence before it is asked
const box = one("[data-search-box]");
const found = one("[data-search-found]");
let waiting = 0;
let at = -1;

const hits = () => all("[data-hit]", found);

function shut() {
  found.hidden = true;
  at = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function move(to) {
  const lines = hits();
  if (lines[at]) lines[at].classList.remove("is-at");
  at = lines.length ? Math.max(-1, Math.min(to, lines.length - 1)) : -1;
  if (at < 0) return box.removeAttribute("aria-activedescendant");
  lines[at].classList.add("is-at");
  lines[at].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", lines[at].id);
}

function ask() {
  clearTimeout(waiting);
  if (!box.value.trim()) return shut();
  // Letters that an input method has not turned into words yet are no question.
  waiting = setTimeout(() => box.dispatchEvent(new CustomEvent("hz:search", { bubbles: true })), WAIT);
}

/* What lies between the box and the rows for a screen reader: a list of options, counted aloud. */
function shown() {
  // A list of options knows no headings or lists within: each group is called by its own name.
  all("section", found).forEach((group) => { group.setAttribute("role", "group"); });
  all("h2, ul, li, p", found).forEach((part) => { part.setAttribute("role", "presentation"); });
  hits().forEach((line, number) => {
    line.id = `hit-${number}`;
    line.setAttribute("role", "option");
    line.tabIndex = -1;
  });
  // Nothing to choose from is no list.
  found.setAttribute("role", hits().length ? "listbox" : "presentation");
  told.textContent = hits().length ? `找到 ${hits().length} 项，用上下键选择` : "没有找到";
  at = -1;
  found.hidden = !box.value.trim() || document.activeElement !== box;
  box.setAttribute("aria-expanded", String(!found.hidden && hits().length > 0));
}

const told = make("span", "visually-hidden");

function keys(event) {
  const line = hits()[at];
  if (event.key === "Escape") {
    if (found.hidden) box.blur();
    shut();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (found.hidden && hits().length) {
      found.hidden = false;
      box.setAttribute("aria-expanded", "true");
    }
    move(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && line && !found.hidden) {
    event.preventDefault();
    line.click();
  }
}

if (box) {
  told.setAttribute("role", "status");
  box.form.appendChild(told);
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", "搜索结果");
  [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", found.id]]
    .forEach((pair) => { box.setAttribute(pair[0], pair[1]); });
  box.addEventListener("input", (event) => { if (!event.isComposing) ask(); });
  box.addEventListener("compositionend", ask);
  box.addEventListener("keydown", (event) => { if (!event.isComposing) keys(event); });
  box.addEventListener("focus", () => { if (box.value.trim() && hits().length) found.hidden = false; });
  box.addEventListener("blur", shut);
  // A press would take the focus out of the box, and the list away before the click arrives.
  found.addEventListener("mousedown", (event) => event.preventDefault());
  found.addEventListener("htmx:afterSwap", shown);
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const target = box?.offsetParent ? box : one("#search-q, #search-line");
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select();
});
