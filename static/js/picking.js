/* Rows that are ticked on a list: how many, all of the page, all that match. Without this the boxes work as they are. */
import { all, on, one } from "./lib/dom.js";

function tell() {
  const form = one("[data-bulk]");
  if (!form) return;
  const boxes = all("[data-pick]");
  const every = one("[data-pick-all]", form);
  const chosen = boxes.filter((box) => box.checked).length;
  const head = one("[data-pick-page]");
  if (head) {
    head.checked = boxes.length > 0 && chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  one("[data-pick-count]", form).textContent = every.checked || !chosen ? "" : `已选 ${chosen} 条`;
  all("button:not([data-at-once])", form).forEach((button) => {
    button.disabled = !chosen && !every.checked;
  });
}

let last = null;
on("change", "[data-pick-page]", (event, head) => {
  all("[data-pick]").forEach((box) => {
    box.checked = head.checked;
  });
  tell();
});
on("change", "[data-pick-all], [data-pick]", tell);
// With shift, all rows from the last one on.
on("click", "[data-pick]", (event, box) => {
  const boxes = all("[data-pick]");
  if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((each) => {
      each.checked = box.checked;
    });
    tell();
  }
  last = box;
});
document.addEventListener("DOMContentLoaded", tell);
document.addEventListener("htmx:afterSettle", tell);
window.addEventListener("pageshow", tell);
