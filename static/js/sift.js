/* Long groups of boxes to tick: a box to type in above them, how many are ticked, and one button for all that are listed.
   The boxes stay what they are; what is ticked stays listed whatever is typed. */
import { all, make, one, show } from "./lib/dom.js";
import { fits } from "./lib/fitting.js";

export function sift(box) {
  if ("sifted" in box.dataset) return;
  box.dataset.sifted = "";
  const ticks = all("input[type=checkbox]", box);
  const bar = make("div", "sift");
  const input = make("input", "form-control");
  const count = make("span", "sift-count");
  const every = make("button", "btn btn-outline-secondary btn-sm", "勾选列出的");
  const none = make("p", "form-text", "没有符合的，请换个词查找。");
  Object.assign(input, { type: "search", placeholder: "输入文字或拼音首字母查找", autocomplete: "off" });
  input.setAttribute("aria-label", `在“${one("legend", box.closest("fieldset")).firstChild.textContent.trim()}”中查找`);
  every.type = "button";
  count.setAttribute("role", "status");
  bar.append(input, count, every);
  box.before(bar, none);

  const listed = () => ticks.filter((tick) => !tick.closest(".choice").hidden);
  /* Of which group a box is says its heading, which is searched as well. */
  const wordsOf = (tick) => {
    const label = tick.closest(".choice");
    const group = tick.closest(".choice-group");
    return [`${group ? one(".choice-head", group).textContent : ""} ${label.textContent}`, `${group?.dataset.py || ""} ${label.dataset.py || ""}`];
  };
  function draw() {
    const typed = input.value;
    for (const tick of ticks) show(tick.closest(".choice"), tick.checked || fits(...wordsOf(tick), typed));
    for (const group of all(".choice-group", box)) show(group, all(".choice", group).some((label) => !label.hidden));
    const left = listed();
    const chosen = ticks.filter(({ checked }) => checked).length;
    count.textContent = chosen ? `已选 ${chosen} 项` : "";
    const isAll = left.every(({ checked }) => checked);
    every.textContent = isAll && left.length ? "取消列出的" : "勾选列出的";
    every.disabled = !left.length;
    show(none, !left.length);
  }
  input.oninput = draw;
  input.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would send the form
    const found = listed().filter((tick) => fits(...wordsOf(tick), input.value));
    if (found.length !== 1 || !input.value.trim()) return;
    found[0].checked = true;
    input.value = "";
    found[0].dispatchEvent(new Event("change", { bubbles: true }));
  };
  every.onclick = () => {
    const left = listed();
    const isAll = left.every(({ checked }) => checked);
    for (const tick of left) tick.checked = !isAll;
    left[0].dispatchEvent(new Event("change", { bubbles: true }));
  };
  box.addEventListener("change", draw);
  box.closest("form")?.addEventListener("reset", () => setTimeout(draw));
  draw();
}
