/* Questions before what cannot be undone: data-confirm on a button, a link or a form. */
import { make } from "./dom.js";

export function ask(words, then) {
  const box = make("dialog", "ask");
  if (!box.showModal) {
    if (window.confirm(words)) then();
    return;
  }
  const line = make("p", "", words);
  const no = make("button", "btn btn-outline-secondary", "取消");
  const yes = make("button", "btn btn-primary", "确定");
  const buttons = make("div");
  line.id = "ask-words";
  box.setAttribute("aria-labelledby", line.id);
  buttons.append(no, yes);
  box.append(line, buttons);
  document.body.append(box);
  no.onclick = () => box.close();
  yes.onclick = () => {
    box.close();
    then();
  };
  box.addEventListener("close", () => box.remove());
  box.showModal();
  yes.focus();
}

/* Asks, and when the answer is yes lets the same press through once. */
function askFirst(event, node, press) {
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(node.dataset.confirm, () => {
    node.dataset.agreed = "1";
    press();
    delete node.dataset.agreed;
  });
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest("a[data-confirm], button[data-confirm]");
  if (asked && !asked.dataset.agreed) askFirst(event, asked, () => asked.click());
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.dataset.confirm || form.dataset.agreed) return;
  askFirst(event, form, () => {
    if (form.requestSubmit) form.requestSubmit(button || undefined);
    else form.submit();
  });
}, true);
