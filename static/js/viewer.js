/* A photo, large, over the page: the page's others to the left and right (arrows, swipe, buttons), when and where
   beneath it. The phone's back, Escape and the cross close it; the photo itself holds no words. */
import { all, make, one } from "./lib/dom.js";

const MARK = "hz-photo";
const FAR = 48; // px: less is a tap

let open = null; // {box, links, at, from}

export function view(link) {
  const shown = all("[data-photo]").filter((each) => each.offsetParent);
  // The same photo may stand on the page twice: side by side with another, and in the history.
  const links = shown.filter((each, at) => shown.findIndex((other) => other.href === each.href) === at);
  const at = Math.max(0, links.findIndex((each) => each.href === link.href));
  open = { box: build(links.length), links, at, from: link };
  document.body.append(open.box);
  document.documentElement.classList.add("has-viewer");
  history.pushState({ ...history.state, [MARK]: true }, "");
  draw();
  one("[data-close]", open.box).focus();
}

function build(count) {
  const box = make("div", "viewer");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-label", "照片");
  const bar = make("div", "viewer-bar");
  const original = make("a", "viewer-button", "原图");
  Object.assign(original, { target: "_blank", rel: "noopener" });
  bar.append(make("span", "viewer-count"), original, button("关闭", close, "close"));
  const stage = make("div", "viewer-stage");
  stage.append(make("img"));
  const words = make("p", "viewer-words");
  words.setAttribute("role", "status");
  const foot = make("div", "viewer-foot");
  foot.append(words);
  if (count > 1) foot.append(button("上一张", () => move(-1), "before"), button("下一张", () => move(1), "after"));
  box.append(bar, stage, foot);
  swipes(stage);
  return box;
}

function button(label, act, name) {
  const made = make("button", "viewer-button", label);
  made.type = "button";
  made.dataset[name] = "";
  made.onclick = act;
  return made;
}

function draw() {
  const { box, links, at } = open;
  const link = links[at];
  const thumb = one("img", link);
  const image = one("img", box);
  image.src = link.href;
  image.alt = thumb ? thumb.alt : "照片";
  one(".viewer-count", box).textContent = links.length > 1 ? `${at + 1} / ${links.length}` : "";
  one("a", box).href = link.href;
  one(".viewer-words", box).textContent = [image.alt, link.dataset.told].filter(Boolean).join(" · ");
  for (const [name, isEnd] of [["before", at === 0], ["after", at === links.length - 1]]) {
    const found = one(`[data-${name}]`, box);
    if (found) found.disabled = isEnd;
  }
}

function move(by) {
  const at = open.at + by;
  if (at < 0 || at >= open.links.length) return;
  open.at = at;
  draw();
}

function close() {
  history.back(); // what opened it left a step behind; popstate takes the picture away
}

function gone() {
  open.box.remove();
  document.documentElement.classList.remove("has-viewer");
  open.from.focus();
  open = null;
}

function swipes(stage) {
  let start = null;
  stage.addEventListener("touchstart", ({ touches }) => {
    start = touches.length === 1 ? [touches[0].clientX, touches[0].clientY] : null;
  }, { passive: true });
  stage.addEventListener("touchend", ({ changedTouches }) => {
    // Two fingers, or a picture that is zoomed in: the finger moves the picture.
    if (!start || (window.visualViewport && window.visualViewport.scale > 1.05)) return;
    const [x, y] = [changedTouches[0].clientX - start[0], changedTouches[0].clientY - start[1]];
    if (Math.abs(x) > FAR && Math.abs(x) > Math.abs(y)) move(x < 0 ? 1 : -1);
  }, { passive: true });
}

window.addEventListener("popstate", () => open && gone());
document.addEventListener("keydown", (event) => {
  if (!open) return;
  const act = { Escape: close, ArrowLeft: () => move(-1), ArrowRight: () => move(1) }[event.key];
  if (act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  } else if (event.key === "Tab") {
    keepInside(event);
  }
}, true);

function keepInside(event) {
  const stops = all("a, button:not(:disabled)", open.box);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaves = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaves && open.box.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
