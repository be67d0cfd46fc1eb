/* What each stage of a walk shows of its draft. */
import { all, one, show } from "../lib/dom.js";
import { length, moment, spoken } from "../lib/clock.js";

const LONG = 6 * 60; // minutes; nobody walks longer: the start was tapped by mistake, or the end was forgotten

export function say(selector, text) {
  for (const node of all(selector)) node.textContent = text;
}

const minutes = (draft, end) => Math.max(0, Math.floor((end - moment(draft.started_at)) / 60000));

export function drawElapsed(draft, now) {
  say("[data-elapsed]", length(minutes(draft, now)));
  show(one("[data-still]"), minutes(draft, now) > LONG);
}

function note(each) {
  const words = [each.state === "settled" ? "当场解决" : "需要处理"];
  if (each.photos.length) words.push(`${each.photos.length} 张照片`);
  if (each.text) words.push(each.text);
  return words.join(" · ");
}

export function drawWalking(page, draft, now) {
  const box = one("[data-findings]", page);
  say("[data-begun]", spoken(draft.started_at));
  drawElapsed(draft, now);
  box.replaceChildren(...draft.findings.map((each, index) => {
    const row = one("[data-finding-row]", page).content.firstElementChild.cloneNode(true);
    one("[data-title]", row).textContent = each.label || "还没有选问题类型";
    one("[data-note]", row).textContent = note(each);
    row.dataset.open = index;
    return row;
  }));
  show(box, draft.findings.length > 0);
}

export function drawFinding(page, each, isPicking) {
  show(one("[data-pick]", page), isPicking);
  show(one("[data-describe]", page), !isPicking);
  for (const chip of all("[data-item]", page)) chip.setAttribute("aria-pressed", String(chip.dataset.item === each.item));
  say("[data-picked]", each.label);
  say("[data-optional]", each.explain ? "" : "（可不填）");
  show(one("[data-needs-words]", page), false);
  for (const radio of all("[name=w-state]", page)) radio.checked = radio.value === each.state;
  one("[name=w-text]", page).value = each.text;
  one("[name=w-measure]", page).value = each.measure;
  show(one("[data-measure]", page), each.state === "settled");
}

export function drawSummary(page, draft) {
  const open = draft.findings.filter((each) => each.state !== "settled").length;
  one("[name=w-start]", page).value = draft.started_at.slice(0, 16);
  one("[name=w-end]", page).value = draft.ended_at.slice(0, 16);
  one("[name=w-note]", page).value = draft.note;
  one("[name=w-kind]", page).value = draft.kind;
  say("[data-result]", draft.findings.length ? `发现 ${draft.findings.length} 处，其中 ${open} 处需要处理` : "一切正常");
  drawTime(page, draft);
}

export function drawTime(page, draft) {
  const total = minutes(draft, moment(draft.ended_at));
  const isSameDay = draft.started_at.slice(0, 10) === draft.ended_at.slice(0, 10);
  const end = isSameDay ? draft.ended_at.slice(11, 16) : spoken(draft.ended_at);
  say("[data-span]", `${spoken(draft.started_at)} 至 ${end}`);
  say("[data-length]", length(total));
  show(one("[data-long]", page), total > LONG);
  if (total > LONG) one(".summary-more", page).open = true;
}
