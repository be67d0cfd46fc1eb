/* Words of success go by themselves, words of trouble stay. */
import { all, make, on, one } from "./dom.js";

const STAYS = 5000; // ms

function arm(line) {
  if (line.matches(".toast-error, .toast-warning")) return;
  setTimeout(() => line.remove(), STAYS);
}

export function toast(text, tone = "info") {
  const box = one("#toasts");
  if (!box) return;
  const line = make("div", `toast-line toast-${tone}`);
  const close = make("button", "", "×");
  close.type = "button";
  close.setAttribute("data-close", "");
  close.setAttribute("aria-label", "关闭");
  line.append(make("span", "", text), close);
  box.append(line);
  arm(line);
}

/* What the server has sent with a page. */
export function armToasts(root) {
  all("[data-toast]", root).forEach(arm);
}

on("click", "[data-close]", (event, button) => button.closest(".toast-line").remove());
