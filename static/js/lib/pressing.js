/* Whether a form is under way. This file alone knows: one press is one submission, and the button stays busy until
   the answer is there, however long that takes. */
import { all, one } from "./dom.js";

const SENT = "data-sent";
const faces = new WeakMap(); // busy button → what stood in it

export function isUnderWay(form) {
  return form.hasAttribute(SENT);
}

/* false when it is under way already */
export function begin(form, button = one("[type=submit]", form)) {
  if (isUnderWay(form)) return false;
  form.setAttribute(SENT, "");
  if (button) {
    button.classList.add("is-busy");
    button.setAttribute("aria-busy", "true");
    faces.set(button, Array.from(button.childNodes));
  }
  return true;
}

/* What the button says meanwhile. */
export function progress(button, words) {
  if (button && faces.has(button)) button.textContent = words;
}

export function end(form, button) {
  form.removeAttribute(SENT);
  all(".is-busy", form).concat(button || []).forEach(wake);
}

function wake(button) {
  if (!faces.has(button)) return;
  button.classList.remove("is-busy");
  button.removeAttribute("aria-busy");
  button.replaceChildren(...faces.get(button));
  faces.delete(button);
}

// A form that the browser itself sends, to the next page. (Those sent by script stop this event: sendform.js, walk.js.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
  if (!begin(form, event.submitter || undefined)) event.preventDefault();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) end(form);
});
// Back from the next page: the browser shows this page as it was left, buttons must work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) all(`form[${SENT}]`).forEach((form) => end(form));
});
