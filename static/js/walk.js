/* The walk page: walking → (finding) → summary → handed in, and the next walk. The draft is saved at every change. */
import { all, one, show } from "./lib/dom.js";
import { wall } from "./lib/clock.js";
import { inside } from "./lib/inside.js";
import { photoBox } from "./lib/photobox.js";
import * as pressing from "./lib/pressing.js";
import { keptAt, learn, serverNow as now } from "./lib/servertime.js";
import { drafts, photos, uuid } from "./lib/store.js";
import { canKeep } from "./parcels/keeping.js";
import { adjusting } from "./walk/adjusting.js";
import { drawBefore } from "./walk/before.js";
import { isEmpty, newFinding, openDraft } from "./walk/draft.js";
import { drawElapsed, drawFinding, drawSummary, drawWalking } from "./walk/drawing.js";
import { handingIn } from "./walk/handing.js";
import { nearby } from "./walk/nearby.js";
import { places } from "./walk/places.js";
import { become, drawNext, fitsAddress } from "./walk/reaches.js";
import { tellStanding } from "./walk/standing.js";
import { drawStored } from "./walk/stored.js";
import { trackBox } from "./walk/trackbox.js";
import { typing } from "./walk/typing.js";

const MOST_PHOTOS = 9;
const ARMING = 500; // ms

const page = one("[data-walk]");
const form = one("form", page);
if (!keptAt()) learn(Number(page.dataset.now));
if (!fitsAddress(page)) location.replace(page.dataset.home);
let draft = openDraft(page);
let isKept = false;
let isRepicking = false;

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
const track = trackBox(page);
const near = nearby({ page, current: () => draft, finding, save });
const place = places(page, (which, found) => {
  if (which === "finding") finding().place = found;
  else draft[which] = found;
  save();
}, near.draw);
const adjust = adjusting({
  page, current: () => draft,
  set(found) {
    finding().place = found;
    save();
    place.draw("finding", found);
  },
});
typing({ page, current: () => draft, finding, save, box });
const steps = inside({ wanted: () => Boolean(draft) && draft.stage !== "walking", onBack: () => adjust.close() || acts.back() });

const submit = handingIn({
  page, form, box, current: () => draft, stored, leaving: () => track.end(),
  back(again) {
    draft = again;
    go("summary");
  },
  taken(url) {
    draft = null;
    steps.exit(() => location.replace(url));
  },
});

function leave(url) {
  track.drop(draft);
  drafts.drop("walk", draft);
  draft = null;
  steps.exit(() => location.replace(url));
}

// ── In the queue, without an answer yet: the next walk can begin on this very page ──
function stored(parcel, outcome) {
  draft = null;
  showStage("stored", "");
  drawStored(page, parcel, outcome);
  drawNext(page, next);
  steps.sync();
  window.scrollTo(0, 0);
  one("[data-stage=stored] [data-head]", page).focus();
}
function next(number) {
  if (!become(page, number)) return;
  history.replaceState(history.state, "", `?reach=${number}`);
  form.reset();
  draft = openDraft(page);
  show(one("[data-resumed]", page), Boolean(draft.saved_at));
  save();
  arrive();
}

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
  page.dispatchEvent(new Event("hz:stage"));
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
  track.follow(draft);
  const foot = draft.stage === "finding" && isPicking() ? "pick" : draft.stage;
  showStage(draft.stage, foot);
  if (draft.stage === "walking") {
    drawWalking(page, draft, now());
    drawBefore(page);
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
    if (isUnderWay() || !page.dispatchEvent(new Event("hz:back", { cancelable: true }))) return;
    if (draft.stage === "summary") acts.resume();
    else if (isRepicking) go("finding");
    else if (isEmpty(finding())) acts.remove();
    else {
      draft.editing = null;
      go("walking");
    }
  },
  submit,
  anew: (button) => track.renumber(draft, uuid()).then(() => submit(button)),
  restart: () => go(Object.assign(draft, { started_at: wall(now()) }).stage),
  discard: () => leave(page.dataset.home),
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

// ── The same walk in another tab: this one follows, so that neither overwrites what the other has noted ──
function meet() {
  if (!draft || isUnderWay() || !isKept) return;
  const there = drafts.get("walk", draft.user, draft.key);
  if (!there) {
    draft = null;
    track.follow(null);
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
tellStanding(page, () => draft);
canKeep().then((can) => show(one("[data-unkept]", page), !can));
// Back from the receipt: this page's walk has been handed in, so begin afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
