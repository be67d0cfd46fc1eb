/* Suggestions: a chip fills its field when it is pressed, never by itself. */
import { all, on, one } from "./lib/dom.js";

const formOf = (chip) => one("form.form", chip.closest("#step, [data-turn]") || document);

/* The control that changed; null where there is nothing to change. */
function put(field, value) {
  if (field instanceof RadioNodeList) {
    const found = Array.from(field).find((each) => each.value === value);
    if (!found || found.checked) return null;
    found.checked = true;
    return found;
  }
  if (field.value === value) return null;
  if (field.tagName === "TEXTAREA") {
    if (!field.value.includes(value)) field.value = [field.value.trim(), value].filter(Boolean).join("\n");
  } else field.value = value;
  return field;
}

export function fill(chip) {
  const form = formOf(chip);
  const field = form?.elements[chip.dataset.fill];
  const changed = field && put(field, chip.dataset.value);
  if (changed) ["input", "change"].forEach((type) => changed.dispatchEvent(new Event(type, { bubbles: true })));
  all(`[data-fill="${chip.dataset.fill}"]`).forEach((each) => {
    each.setAttribute("aria-pressed", String(each === chip));
  });
}

export function fillAll(root) {
  const seen = new Set();
  all("[data-fill]", root).forEach((chip) => {
    if (!seen.has(chip.dataset.fill)) fill(chip);
    seen.add(chip.dataset.fill);
  });
}

on("click", "[data-fill]", (event, chip) => fill(chip));
on("click", "[data-fill-all]", (event, button) => fillAll(button.closest("[data-hints]")));
