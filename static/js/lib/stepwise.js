/* One question on the screen at a time (长辈版): of the groups of a page only the present one is seen, how far it is stands above,
   上一步 and 下一步 below. Nothing else changes: the same fields, the same draft, and all of them are sent. */
import { make } from "./dom.js";

const OFF = "step-off";
const ARMING = 500; // ms; the next button lies where the last one lay: a double tap is one step

export const stepWords = (at, of) => `第 ${at} 步，共 ${of} 步`;

/* groups: [[node, …], …]; head: where the count goes, foot: where the buttons go; ends: the foot's own nodes, which belong to
   the last group; before: steps that were taken elsewhere, and leave() leads back to them; moved() hears of each step. */
export function stepwise({ groups, head, foot, ends, before = 0, leave = null, moved = () => {} }) {
  const count = make("p", "step-count");
  const [prior, next] = [make("button", "btn btn-outline-secondary", "上一步"), make("button", "btn btn-primary", "下一步")];
  let at = 0;

  function draw() {
    groups.forEach((group, index) => group.forEach((node) => node.classList.toggle(OFF, index !== at)));
    const isLast = at === groups.length - 1;
    for (const node of ends) node.classList.toggle(OFF, !isLast);
    next.classList.toggle(OFF, isLast);
    prior.classList.toggle(OFF, at === 0 && !leave);
    count.textContent = stepWords(before + at + 1, before + groups.length);
  }

  function arm() {
    const buttons = [next, ...ends];
    for (const each of buttons) each.disabled = true;
    setTimeout(() => {
      for (const each of buttons) each.disabled = false;
    }, ARMING);
  }

  function go(index) {
    at = Math.max(0, Math.min(index, groups.length - 1));
    draw();
    moved();
  }

  function turn(index) {
    go(index);
    arm();
    window.scrollTo(0, 0);
    count.focus();
  }

  const back = () => (at ? turn(at - 1) : leave?.());
  count.tabIndex = -1;
  for (const each of [prior, next]) each.type = "button";
  prior.onclick = back;
  next.onclick = () => turn(at + 1);
  head.prepend(count);
  foot.prepend(prior, next);
  foot.classList.add("pair");
  draw();

  /* To the group that holds this node; false where none does. */
  function lead(node) {
    const index = groups.findIndex((group) => node && group.some((each) => each.contains(node)));
    if (index >= 0) go(index);
    return index >= 0;
  }
  return { step: () => at, go, back, next: () => turn(at + 1), end: () => go(groups.length - 1), lead, isLast: () => at === groups.length - 1 };
}

/* What is needed seldom, under 更多. */
export function fold(nodes) {
  const [box, words] = [make("details", "elder-more"), make("summary", "", "更多")];
  nodes[0].before(box);
  box.append(words, ...nodes);
}
