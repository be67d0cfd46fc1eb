/* A list beside what is told of one of its rows: a click or j/k chooses, the address remembers, Enter opens the page.
   Without this file, or where there is no room for two, the rows lead to their pages. */
import { all, on, one } from "./lib/dom.js";

const { htmx } = window;
const TYPED = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const lines = () => all("tr[data-told]");
const beside = one("[data-beside]");
const isShown = () => beside.offsetParent !== null;
const REST = 120; // ms: whoever runs through the rows with j asks for the one where he stops
let waiting = 0;
let toEnd = false; // the page before was asked for by k: its last row is the next one

function chosen() {
  const key = new URLSearchParams(location.search).get("row");
  return lines().find((line) => line.dataset.key === key);
}

function remember(line) {
  const words = new URLSearchParams(location.search);
  if (line) words.set("row", line.dataset.key);
  else words.delete("row");
  history.replaceState(history.state, "", `${location.pathname}?${words}`);
  document.dispatchEvent(new CustomEvent("hz:moved"));
}

function choose(line) {
  lines().forEach((each) => { each.removeAttribute("aria-current"); });
  remember(line);
  if (!line) {
    beside.textContent = "";
    return;
  }
  line.setAttribute("aria-current", "true");
  line.scrollIntoView({ block: "nearest" });
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const how = { source: beside, target: beside, swap: "innerHTML show:none" };
    htmx.ajax("GET", line.dataset.told, how).catch(() => {}); // the next one was asked for meanwhile
  }, REST);
}

/* To the neighbour; past the end of the page to the neighbouring page. */
function step(by) {
  const known = lines();
  const at = known.indexOf(chosen());
  const next = known[at < 0 ? 0 : at + by];
  if (next) choose(next);
  else {
    toEnd = by < 0;
    const page = one(`.list-steps a[rel=${by > 0 ? "next" : "prev"}]`);
    if (page) page.click();
  }
}

function open() {
  const line = chosen();
  const link = line && one("a", line);
  if (link) location.assign(link.href);
}

const acts = { j: () => step(1), k: () => step(-1), Enter: open };

document.addEventListener("keydown", (event) => {
  if (!isShown() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target.closest(TYPED)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});
on("click", "tr[data-told]", (event, line) => {
  const link = event.target.closest("a");
  // Other links of the row lead on as they are, and so does a click that asks for a new tab.
  if (!isShown() || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, label, button")) return;
  if (link && link !== one("a", line)) return;
  event.preventDefault();
  choose(line);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, pathInfo } = event.detail;
  if (target !== beside || !xhr.responseURL) return;
  const asked = new URL(pathInfo.finalRequestPath, location.href).href;
  const told = chosen()?.dataset.told;
  // Signed out meanwhile: the answer is the sign-in. An answer for a row left meanwhile comes too late to be shown.
  if (xhr.responseURL !== asked) location.reload();
  else if (told && new URL(told, location.href).href === asked) return;
  event.detail.shouldSwap = false;
});
function begin() {
  if (!isShown()) return;
  const known = lines();
  choose(chosen() || known[toEnd ? known.length - 1 : 0]);
  toEnd = false;
}
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "list") setTimeout(begin); // once the address is the new page's
});
begin();
