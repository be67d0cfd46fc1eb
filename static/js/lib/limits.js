/* How long a text may be (data-limit="500"): counted near the limit, told over it, never cut. */
import { make } from "./dom.js";

const NEAR = 0.8;
/* A phone number or a code is as long as it is: only a text is told how much room is left. */
const SHORT = 20;

/* As the server counts: characters, not halves of them; a line's end is one. */
const length = (text) => Array.from(text.trim().replace(/\r\n?/g, "\n")).length;

function words(used, limit) {
  if (used > limit) return `已写 ${used} 字，超出 ${used - limit} 字。最多 ${limit} 字，请删减或分开写。`;
  return limit > SHORT && used >= limit * NEAR ? `已写 ${used} 字，还可以写 ${limit - used} 字。` : "";
}

function lineOf(field) {
  const next = field.nextElementSibling;
  if (next?.hasAttribute("data-count")) return next;
  const line = make("p", "form-text");
  line.setAttribute("data-count", "");
  line.setAttribute("role", "status");
  field.after(line);
  return line;
}

export function count(field) {
  const limit = Number(field.dataset.limit);
  const used = length(field.value);
  const text = words(used, limit);
  if (!text && !(field.nextElementSibling?.hasAttribute("data-count"))) return;
  const line = lineOf(field);
  line.textContent = text;
  line.className = used > limit ? "field-error" : "form-text";
}

document.addEventListener("input", (event) => {
  if (event.target.dataset?.limit) count(event.target);
});
