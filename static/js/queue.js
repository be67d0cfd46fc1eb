/* Keys of the queue. Never while somebody types, and never together with Ctrl, Alt or the system key (but for Ctrl+Enter). */
import { all, on, one } from "./lib/dom.js";
import { fill, fillAll } from "./hints.js";

const TYPED = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

function help() {
  const keys = one("[data-keys]");
  if (!keys) return;
  keys.hidden = !keys.hidden;
  if (!keys.hidden) keys.focus();
}

function submit() {
  const button = one("[data-turn] form.form [type=submit]");
  if (button) button.click();
  else press("Enter");
}

function press(key) {
  const link = all("[data-press]").find((each) => each.dataset.press === key);
  if (link) link.click();
  return Boolean(link);
}

const acts = {
  "?": help,
  Enter: submit,
  0: () => all("[data-hints]").forEach(fillAll),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest(TYPED);
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    submit();
    return;
  }
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  // What has a meaning of its own there: a link is followed, a button pressed.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const chip = all("[data-number]").find((each) => each.dataset.number === event.key);
  if (chip) fill(chip);
  else if (acts[event.key]) acts[event.key]();
  else if (!press(event.key)) return;
  event.preventDefault();
});
on("click", "[data-keys-help]", help);
