/* 长辈版 of a form: one question at a time. data-stepwise="text|place,category" names what is asked together; any other field
   stands alone. What is wrong leads to its step; the phone's back leads one step back, and not away. */
import { all, one } from "./lib/dom.js";
import { inside } from "./lib/inside.js";
import * as pressing from "./lib/pressing.js";
import { stepwise } from "./lib/stepwise.js";

let form = null;
let steps = null;
const isOpen = () => Boolean(form?.isConnected) && !pressing.isUnderWay(form);
const way = inside({ wanted: () => Boolean(form?.isConnected) && steps.step() > 0, onBack: () => steps.back() });

function groupsOf(told) {
  const named = told.split("|").map((each) => each.split(","));
  const groups = new Map();
  for (const field of all(".fields > .field", form)) {
    const names = all("[name]", field).map(({ name }) => name);
    const key = named.find((each) => each.some((name) => names.includes(name))) || field;
    groups.set(key, [...(groups.get(key) || []), field]);
  }
  // What is said about a field beside the form stands with it alone.
  for (const node of all("[data-with]")) {
    [...groups.values()].find((group) => group.some((field) => one(`[name="${node.dataset.with}"]`, field)))?.push(node);
  }
  return [...groups.values()];
}

/* A form appears: on load, and as the server's answer to what was wrong in it. */
function begin() {
  const box = one("[data-stepwise]");
  const found = box && one("form.form", box);
  if (!found || found === form) return;
  form = found;
  const foot = one(".form-buttons", form);
  steps = stepwise({
    groups: groupsOf(box.dataset.stepwise), head: one(".fields", form), foot, ends: Array.from(foot.children), moved: () => way.sync(),
  });
  // The server's answer: to what is wrong, else to the buttons, of which one may be new (仍要登记).
  if ("answer" in form.dataset && !steps.lead(one(".field-wrong", form))) steps.end();
  way.sync();
  // A photo that the server does not take is told of beside the button (form.js).
  new MutationObserver(() => one("[data-trouble]", form) && steps.lead(one(".is-refused", form))).observe(form, { childList: true });
}

document.addEventListener("click", (event) => {
  const wrong = event.target.closest("[data-error-summary] a");
  if (wrong && steps) steps.lead(document.getElementById(wrong.getAttribute("href").slice(1)));
  if (!event.target.closest(".back-link") || !isOpen() || !steps.step()) return;
  event.preventDefault();
  steps.back();
}, true);
// On the keyboard 完成 means the next question, and not yet the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input") || event.target.form !== form) return;
  if (!isOpen() || steps.isLast()) return;
  event.preventDefault();
  steps.next();
});
document.addEventListener("DOMContentLoaded", begin);
document.addEventListener("hz:shown", begin);
begin();
