/* 长辈版 of the walk: one thing on the screen. What is needed seldom is under 更多; a finding is told step by step. walk.js
   says when a stage is there (hz:stage) and asks before it goes back (hz:back). */
import { all, make, one } from "../lib/dom.js";
import { fold, stepWords, stepwise } from "../lib/stepwise.js";

const page = one("[data-walk]");
const stage = (name) => one(`[data-stage="${name}"]`, page);
const foot = (name) => one(`[data-foot="${name}"]`);
const describe = one("[data-describe]", page);
const isDescribing = () => !stage("finding").hidden && !describe.hidden;

const groups = ["photos", "words", "state", "place"].map((name) => all(`[data-ask="${name}"]`, describe));
const steps = stepwise({
  groups, head: describe, foot: foot("finding"), ends: Array.from(foot("finding").children), before: 1,
  leave: () => one("[data-act=repick]", describe).click(),
});

// ── The walk itself is two steps: under way, and handing in ──
const count = (node, at, of) => node.prepend(make("p", "step-count", stepWords(at, of)));
count(one("[data-pick]", page), 1, groups.length + 1);
count(stage("walking"), 1, 2);
count(stage("summary"), 2, 2);
const after = (node) => Array.from(node.parentNode.children).slice(Array.from(node.parentNode.children).indexOf(node) + 1);
const rest = after(one("[data-act=find]", page)).filter((node) => !node.matches(".walk-hint, template"));
fold(rest);
fold(after(one(".summary", page)).filter((node) => !one("[data-act=resume]", node)));
const resume = one("[data-act=resume]", stage("summary"));
resume.className = "btn btn-outline-secondary";
resume.textContent = "上一步";
resume.parentNode.remove();
foot("summary").prepend(resume);
foot("summary").classList.add("pair");

const finish = one("[data-act=finish]", foot("walking"));
function drawFinish() {
  finish.lastChild.textContent = one("[data-findings]", page).childElementCount ? "巡完了，结束巡河" : "没有问题，结束巡河";
}

function arrived() {
  drawFinish();
  if (isDescribing()) steps.go(0);
}
page.addEventListener("hz:stage", arrived);
page.addEventListener("hz:back", (event) => {
  if (!isDescribing() || !steps.step()) return;
  event.preventDefault();
  steps.back();
});
// 请写一句是什么情况: said where it is to be written.
document.addEventListener("click", (event) => {
  const words = one("[data-needs-words]", page);
  if (event.target.closest("[data-act=keep]") && !words.hidden && steps.lead(words)) one("[name=w-text]", page).focus();
});
arrived();
