/* The walk page: walking → (finding) → summary → handed in. The draft is saved at every change. */
import { all, one, show } from "./lib/dom.js";
import { wall } from "./lib/clock.js";
import { inside } from "./lib/inside.js";
import { photoBox } from "./lib/photobox.js";
import * as pressing from "./lib/pressing.js";
import { send } from "./lib/sending.js";
import { refusals, stage } from "./lib/staging.js";
import { drafts, photos, photosOf } from "./lib/store.js";
import { explain } from "./lib/trouble.js";
import { isEmpty, newFinding, openDraft, parcel } from "./walk/draft.js";
import { drawElapsed, drawFinding, drawSummary, drawTime, drawWalking, say } from "./walk/drawing.js";
import { places } from "./walk/places.js";

const MOST_PHOTOS = 9;
const ARMING = 500; // ms
const SAFE = "内容已保存在手机上。";

const page = one("[data-walk]");
const form = one("form", page);
const offset = Number(page.dataset.now) - Date.now(); // the server's clock counts, not the phone's
let draft = openDraft(page, form);
let isKept = false;
let isRepicking = false;

const now = () => Date.now() + offset;
const finding = () => (draft.editing === null ? null : draft.findings[draft.editing]);
const isPicking = () => isRepicking || !finding().item;
const isUnderWay = () => pressing.isUnderWay(form);

function save() {
  isKept = drafts.put("walk", draft);
  show(one("[data-unsaved]", page), !isKept);
}

const box = photoBox({
  list: one("[data-previews]", page), note: one("[data-photo-words]", page), busy: one("[data-photo-busy]", page),
  tile: one("[data-add-photo]", page), current: () => (draft && finding() ? finding().photos : []),
  changed: () => draft && save(), most: MOST_PHOTOS,
});
const place = places(page, (which, found) => {
  if (which === "finding") finding().place = found;
  else draft[which] = found;
  save();
});
const steps = inside({ wanted: () => Boolean(draft) && draft.stage !== "walking", onBack: () => acts.back() });

// ── Stages ──
function go(name) {
  draft.stage = name;
  isRepicking = false;
  save();
  arrive();
}
function arrive() {
  draw();
  steps.sync();
  window.scrollTo(0, 0);
  const head = all(`[data-stage="${draft.stage}"] [data-head]`, page).find((node) => node.offsetParent);
  if (head) head.focus();
  arm();
}
// The next stage's button lies where the last one's was: the second tap of a double tap must not press it.
function arm() {
  const buttons = all("[data-foot]:not([hidden]) .btn");
  const disable = (yes) => {
    for (const button of buttons) button.disabled = yes;
  };
  disable(true);
  setTimeout(disable, ARMING, false);
}
function draw() {
  const foot = draft.stage === "finding" && isPicking() ? "pick" : draft.stage;
  showStage(draft.stage, foot);
  if (draft.stage === "walking") {
    drawWalking(page, draft, now());
    place.draw("start", draft.start);
  } else if (draft.stage === "finding") {
    drawFinding(page, finding(), isPicking());
    place.draw("finding", finding().place);
    box.draw();
  } else {
    drawSummary(page, draft);
    place.draw("end", draft.end);
  }
}
function showStage(name, foot) {
  for (const node of all("[data-stage]", page)) show(node, node.dataset.stage === name);
  for (const node of all("[data-foot]")) show(node, node.dataset.foot === foot);
}
function tick() {
  if (draft && draft.stage === "walking") drawElapsed(draft, now());
}

// ── Handing in: the photos one by one, then the walk ──
async function submit(button) {
  if (!pressing.begin(form, button)) return;
  tell("");
  try {
    pressing.progress(button, "正在提交…");
    await box.settled();
    const refused = await stage(page.dataset.stageUrl, photosOf(draft), (words) => pressing.progress(button, words), save);
    if (refused.length) {
      tell(`${whereRefused(refused)}请点开那处发现，去掉或重拍；其余照片和文字都在。`);
    } else {
      pressing.progress(button, "正在提交…");
      answered(await send(form.action, parcel(form, draft)));
    }
  } catch (error) {
    failed(explain(error, SAFE, "提交"));
  }
  if (draft) pressing.end(form, button); // else busy until the next page is there
}
function whereRefused(refused) {
  return refused.map((photo) => {
    const number = draft.findings.findIndex((each) => each.photos.includes(photo)) + 1;
    return `第 ${number} 处发现的${refusals([photo])[0]}`;
  }).join("");
}
function answered({ status, told, page: html }) {
  if (status === 200 && told && told.client_id === draft.client_id) {
    drafts.drop("walk", draft);
    draft = null;
    steps.exit(() => location.replace(told.url));
  } else if (told?.words) {
    failed({ words: told.words.join(" "), fresh: told.client_id });
  } else {
    failed(explain({ status, page: html }, SAFE, "提交"));
  }
}
function failed({ words, signIn, reload, fresh }) {
  say("[data-reload] a", signIn ? "重新登录" : "刷新本页");
  tell(words);
  show(one("[data-reload]", page), Boolean(signIn || reload));
  show(one("[data-conflict]", page), Boolean(fresh));
  if (fresh) form.elements.client_id.value = fresh; // under which it can be handed in as a new walk
}
function tell(words) {
  const trouble = one("[data-trouble]", page);
  one("[data-trouble-words]", page).textContent = words;
  for (const part of ["[data-reload]", "[data-conflict]"]) show(one(part, page), false);
  show(trouble, Boolean(words));
  if (words) trouble.scrollIntoView({ block: "center" });
}

// ── What the buttons do ──
const acts = {
  find() {
    draft.findings.push(newFinding());
    draft.editing = draft.findings.length - 1;
    go("finding");
  },
  keep() {
    if (finding().explain && !finding().text.trim()) {
      show(one("[data-needs-words]", page), true);
      one("[name=w-text]", page).focus();
      return;
    }
    draft.editing = null;
    go("walking");
  },
  remove() {
    for (const photo of finding().photos) photos.drop(photo.id);
    draft.findings.splice(draft.editing, 1);
    draft.editing = null;
    go("walking");
  },
  repick() {
    isRepicking = true;
    arrive();
  },
  finish() {
    const unnamed = draft.findings.findIndex((each) => !each.item);
    if (unnamed >= 0) {
      open(unnamed);
      return;
    }
    draft.ended_at = wall(now());
    go("summary");
  },
  resume() {
    draft.ended_at = null;
    go("walking");
  },
  // The arrow at the top and the phone's back lead one step back within the walk, before they lead away from it.
  back() {
    if (isUnderWay()) return;
    if (draft.stage === "summary") acts.resume();
    else if (isRepicking) go("finding");
    else if (isEmpty(finding())) acts.remove();
    else {
      draft.editing = null;
      go("walking");
    }
  },
  submit,
  anew: (button) => submit(button, Object.assign(draft, { client_id: form.elements.client_id.value })),
  restart: () => go(Object.assign(draft, { started_at: wall(now()) }).stage),
  discard() {
    drafts.drop("walk", draft);
    draft = null;
    steps.exit(() => location.replace(page.dataset.home));
  },
};
function open(index) {
  draft.editing = index;
  go("finding");
}
function pick({ item, label, explain: mustExplain }) {
  Object.assign(finding(), { item, label, explain: mustExplain === "1" });
  go("finding");
}
document.addEventListener("click", (event) => {
  if (draft && draft.stage !== "walking" && event.target.closest(".back-link")) {
    event.preventDefault();
    acts.back();
    return;
  }
  const found = event.target.closest("[data-act], [data-item], [data-open], [data-locate], [data-agree], [data-refuse]");
  if (!found || !draft || event.defaultPrevented || isUnderWay()) return;
  const { act, item, open: index } = found.dataset;
  if (act) acts[act](found);
  else if (item) pick(found.dataset);
  else if (index) open(Number(index));
  else if (found.hasAttribute("data-locate")) place.locate(found.closest("[data-place]").dataset.place);
  else if (found.hasAttribute("data-agree")) place.agree(found.closest("[data-place]").dataset.place);
  else place.refuse();
});

// ── What is typed and chosen ──
const typed = {
  "w-text": (text) => Object.assign(finding(), { text }),
  "w-measure": (measure) => Object.assign(finding(), { measure }),
  "w-note": (note) => Object.assign(draft, { note }),
};
const chosen = {
  "w-state"(value) {
    finding().state = value;
    show(one("[data-measure]", page), value === "settled");
  },
  "w-kind": (kind) => Object.assign(draft, { kind }),
  "w-start": (value) => setTime("started_at", value),
  "w-end": (value) => setTime("ended_at", value),
};
function setTime(name, value) {
  if (!value) return;
  // The picker knows no seconds: an end in the minute of the start is not before it.
  const isSameMinute = name === "ended_at" && value.slice(0, 16) === draft.started_at.slice(0, 16);
  draft[name] = isSameMinute ? draft.started_at : `${value.slice(0, 16)}:00`;
  drawTime(page, draft);
}
function take(acting, { name, value }) {
  if (!draft || !acting[name]) return;
  acting[name](value);
  save();
}
page.addEventListener("input", (event) => take(typed, event.target));
page.addEventListener("change", (event) => {
  const field = event.target;
  if (draft && field.type === "file") {
    box.add(field.files);
    field.value = "";
  } else {
    take(chosen, field);
  }
});

// ── The same walk in another tab: this one follows, so that neither overwrites what the other has noted ──
function meet() {
  if (!draft || isUnderWay() || !isKept) return;
  const there = drafts.get("walk", draft.user, draft.key);
  if (!there) {
    draft = null;
    showStage("gone", "");
  } else if (there.saved_at > draft.saved_at) {
    draft = there;
    draw();
    steps.sync();
  }
}
window.addEventListener("storage", meet);
for (const react of [meet, tick]) document.addEventListener("visibilitychange", react);

// ── Begin ──
if (draft.editing !== null && !finding()) draft.editing = null;
if (draft.stage === "finding" && draft.editing === null) draft.stage = "walking";
const plain = one("[data-plain]", page);
if (plain) plain.remove();
show(one("[data-app]", page), true);
show(one("[data-resumed]", page), Boolean(draft.saved_at));
save();
draw();
steps.sync();
setInterval(tick, 10000);
// Back from the receipt: this page's walk has been handed in, so begin afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
