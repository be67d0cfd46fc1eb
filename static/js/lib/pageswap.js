/* The server's answer to a form that a script has sent, when it is a page: with errors, with a question, with a refusal. */
import { one } from "./dom.js";

/* false when it is no page of ours; else it stands here, and hz:shown tells everybody. */
export function showPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = one("main#content", page);
  const here = one("main#content");
  if (!fresh || !here || fresh.className !== here.className) return false;
  const main = document.importNode(fresh, true);
  here.replaceWith(main);
  const foot = one(".phone-foot");
  const freshFoot = one(".phone-foot", page);
  if (foot && freshFoot) foot.replaceWith(document.importNode(freshFoot, true));
  document.title = page.title;
  if (window.htmx) window.htmx.process(main);
  window.scrollTo(0, 0);
  main.dispatchEvent(new CustomEvent("hz:shown", { bubbles: true }));
  return true;
}
