/* What is still open at this reach, and what was found there last: as it came with the page; of another reach, or on a page
   from the phone's own store, as the pack has it. A problem's page is a link while there is signal. */
import { all, make, one, show } from "../lib/dom.js";
import { keptAt } from "../lib/servertime.js";
import { kept } from "../parcels/keeping.js";

function row({ title, note, url }) {
  const made = make(url ? "a" : "div", "cell");
  const words = make("span", "cell-words");
  words.append(make("span", "cell-title", title), make("span", "cell-note", note));
  if (url) made.href = url;
  made.append(words);
  return made;
}

function fill(box, which, found) {
  const part = one(`[data-before-${which}]`, box);
  one("[data-before-count]", part).textContent = String(found[`${which}_count`]);
  one("[data-before-rows]", part).replaceChildren(...found[which].map(row));
  show(part, found[which].length > 0);
}

/* Without an address it is no link; its page cannot be read just now. */
function link() {
  for (const each of all("[data-before] a")) {
    if (each.href) each.dataset.url = each.getAttribute("href");
    if (navigator.onLine) each.href = each.dataset.url;
    else each.removeAttribute("href");
  }
}
window.addEventListener("online", link);
window.addEventListener("offline", link);

export async function drawBefore(page) {
  const box = one("[data-before]", page);
  const { reach, user } = page.dataset;
  const isOfPage = box.dataset.before === reach;
  link();
  if (isOfPage && !keptAt()) return;
  if (!isOfPage) show(box, false); // what another reach has is never shown here
  const found = (await kept.get(`pack:${user}`))?.pack?.reaches?.find(({ id }) => String(id) === reach);
  if (!found?.seen || page.dataset.reach !== reach) return;
  box.dataset.before = reach;
  one("[data-before-words]", box).textContent = found.words;
  fill(box, "open", found);
  fill(box, "seen", found);
  link();
  show(box, true);
}
