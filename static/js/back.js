/* The arrow back leads where one came from: a filtered ledger keeps its filter, an issue opened from the messages leads back
   to them. The way is kept per tab. Pages with a form are steps of their page and no places to come back to. */
import { one } from "./lib/dom.js";

const KEY = "hz-way";
const LONGEST = 12;

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

function keep(way) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(way.slice(-LONGEST)));
  } catch {
    // The arrow's own link serves.
  }
}

const path = (url) => url.split("?")[0];

function note() {
  const here = location.pathname + location.search;
  const link = one(".back-link");
  if (!link) {
    keep([here]);
    return;
  }
  const known = read();
  const at = known.map(path).indexOf(location.pathname);
  const way = at >= 0 ? known.slice(0, at) : known;
  lead(link, way[way.length - 1]);
  keep(one("form.form") ? way : [...way, here]);
}

// At a desk the link names its goal in words; there only the filter of that very page is brought back.
function lead(link, goal) {
  const isUnnamed = Boolean(link.closest(".phone-bar"));
  if (!goal || !(isUnnamed || path(goal) === link.pathname)) return;
  link.href = goal;
  if (isUnnamed) one("span", link).textContent = "返回";
}

document.addEventListener("DOMContentLoaded", note);
document.addEventListener("htmx:pushedIntoHistory", note);
document.addEventListener("hz:moved", note); // another row of a list is told of
window.addEventListener("pageshow", (event) => event.persisted && note());
