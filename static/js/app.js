/* Small manners of every page, bound by data attributes. Works on pages that htmx changes, because it listens on the document. */
import "./lib/asking.js";
import "./lib/limits.js";
import "./lib/pressing.js";
import "./lib/previews.js";
import { all, one, on, token } from "./lib/dom.js";
import { armToasts, toast } from "./lib/toasts.js";

// ── htmx: the token, and plain words when the line is down ──
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("htmx:sendError", () => toast("网络不通，请稍后再试。", "error"));
document.addEventListener("htmx:responseError", (event) => {
  const words = {
    403: "当前岗位不能办理，或页面已过期，请刷新后再试。",
    404: "没有找到，可能已被删除。",
    429: "操作过于频繁，请一分钟后再试。",
    503: "系统暂时繁忙，请半分钟后再试。",
  };
  toast(words[event.detail.xhr.status] || "系统没有办成，请稍后再试。", "error");
});

// ── Small things ──
on("change", "[data-autosubmit]", (event, control) => {
  if (control.form.requestSubmit) control.form.requestSubmit();
  else control.form.submit();
});
on("click", "[data-elder]", () => {
  const off = document.documentElement.classList.contains("elder");
  document.cookie = `elder=${off ? "0" : "1"}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
});
// Nothing of the viewer is loaded before a photo is opened; without it, and with Ctrl, the link opens as links do.
on("click", "[data-photo]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./viewer.js").then(({ view }) => view(link), () => location.assign(link.href));
});
on("click", "[data-print]", () => window.print());
on("click", "[data-copy]", (event, button) => {
  if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(() => toast("已复制", "success"));
});

const openDrops = () => all("details[data-drop][open]");
document.addEventListener("click", (event) => {
  openDrops().forEach((drop) => {
    if (!drop.contains(event.target)) drop.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openDrops().forEach((drop) => {
    drop.open = false;
    one("summary", drop).focus();
  });
});

on("click", "[data-error-summary] a", (event, link) => {
  const field = document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

/* A line of tabs that does not fit slides: it begins with the open one in its middle. */
function showOpenTab(root) {
  all("nav > [aria-current]", root).forEach((tab) => {
    const [here, line] = [tab, tab.parentElement].map((node) => node.getBoundingClientRect());
    tab.parentElement.scrollLeft += here.left + here.width / 2 - line.left - line.width / 2;
  });
}

function greet(root) {
  armToasts(root);
  showOpenTab(root);
  const summary = one("[data-error-summary]", root);
  if (summary && !summary.closest("[data-still]")) summary.focus();
}
greet(document);
document.addEventListener("htmx:afterSwap", (event) => greet(event.target));
document.addEventListener("hz:shown", (event) => greet(event.target));
