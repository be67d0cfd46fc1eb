/* Forms of problems. What is typed and photographed is kept on this device until the server has taken it: no line, an
   ended session, a closed tab cost nothing. Such a form says data-keep="user:its own address"; a button that is a form
   of its own says data-send. Both are sent by script; without it the browser sends them as ever. A step of a problem says
   data-parcel as well: it goes into the phone's queue first, and from there by itself when there is no line now. */
import { all, make, one, token } from "./lib/dom.js";
import { fill, fillLate, valuesOf } from "./lib/formvalues.js";
import { showPage } from "./lib/pageswap.js";
import { photoBox } from "./lib/photobox.js";
import * as pressing from "./lib/pressing.js";
import { LineDown, send } from "./lib/sending.js";
import { keptBy, refusals, stage } from "./lib/staging.js";
import { serverNow } from "./lib/servertime.js";
import { drafts, uuid } from "./lib/store.js";
import { explain } from "./lib/trouble.js";
import { handOver } from "./parcels/handover.js";
import { parcels } from "./parcels/keeping.js";
import { panel } from "./parcels/panel.js";

const MOST_PHOTOS = 9;
const UNREAD = [404, 408, 413]; // no view has seen the form: it stays as it is
const KEPT = "form[data-keep]";
const begun = new WeakMap(); // form → {draft, boxes, isSafe}; a box: {input, box, of: "" or "-7", foreign}

// ── A form appears ──
function begin(form) {
  if (begun.has(form)) return;
  const isAnswer = "answer" in form.dataset; // what stands in it came from the server, not from this device
  const cut = form.dataset.keep.indexOf(":");
  const [user, key] = [form.dataset.keep.slice(0, cut), form.dataset.keep.slice(cut + 1)];
  const old = drafts.get("form", user, key);
  const state = { draft: old || { user, key, photos: [], values: [] }, isSafe: true };
  begun.set(form, state);
  state.draft.title = one("h1").textContent.trim();
  state.boxes = all("input[type=file][multiple]", form).map((input) => photosIn(form, state, input));
  if (old && !isAnswer) restore(form, old);
  // What the server holds and the phone does not (an earlier try without script) goes along.
  const known = state.draft.photos.map((photo) => String(photo.upload));
  state.boxes.forEach((each) => { each.foreign = keptIn(form, each.of).filter((pk) => !known.includes(pk)); });
  if (isAnswer && old) save(form);
}

/* The fields of a box: photos and kept, or photos-7 and kept-7. */
const keptOf = (form, of) => form.elements[`kept${of}`];
const keptIn = (form, of) => (keptOf(form, of)?.value || "").split(",").filter(Boolean);
const foreignIn = (state) => Object.fromEntries(state.boxes.map(({ of, foreign }) => [of, foreign]));
const settled = (state) => Promise.all((state?.boxes || []).map((each) => each.box.settled()));
const draw = (state) => state.boxes.forEach((each) => each.box.draw());

function photosIn(form, state, input) {
  const of = input.name.replace(/^photos/, "");
  const tile = input.closest(".photo-tile") || input;
  const list = make("ul", "previews");
  const [note, busy] = [make("p", "field-error"), make("p", "form-text", "正在处理照片，请稍候…")];
  [note, busy].forEach((line) => line.setAttribute("role", "status"));
  busy.hidden = true;
  tile.after(busy, note, list);
  const changed = () => save(form);
  const most = Number(input.dataset.most || MOST_PHOTOS);
  const box = photoBox({ list, note, busy, tile, current: () => state.draft.photos, changed, most, of });
  box.draw();
  return { input, box, of, foreign: [] };
}

function save(form) {
  const state = begun.get(form);
  state.draft.values = valuesOf(form);
  state.isSafe = drafts.put("form", state.draft);
}

function restore(form, draft) {
  fill(form, draft.values);
  const note = make("div", "notice notice-blue kept-note");
  const clear = make("button", "btn btn-outline-secondary", "清空重填");
  note.setAttribute("role", "status");
  clear.type = "button";
  clear.onclick = () => {
    drafts.drop("form", draft);
    location.reload();
  };
  note.append(make("span", "", "已恢复上次没有提交的内容。"), clear);
  form.prepend(note);
}

// ── Handing in: the photos one by one, then the form ──
async function handIn(form, button) {
  if (!pressing.begin(form, button)) return;
  const state = begun.get(form);
  const name = button.textContent.trim();
  tell(form, null);
  if (state && "parcel" in form.dataset) {
    await handToQueue(form, button, name, state);
    return;
  }
  try {
    const data = await parcel(form, button, (words) => pressing.progress(button, words));
    const answer = data && (await send(form.action, data));
    if (answer && answered(form, answer, name, state)) return; // busy until the next page is there
  } catch (error) {
    tell(form, explain(error, safety(state), name));
  }
  pressing.end(form, button);
}

// ── A step of a problem: into the queue, tried at once ──
async function handToQueue(form, button, name, state) {
  save(form);
  await settled(state);
  const step = parcelOf(form, button, state);
  const isSafe = await parcels.put(step);
  if (isSafe) drafts.release("form", state.draft);
  const outcome = await handOver(step, (words) => pressing.progress(button, words));
  if (outcome.state === "sent" && outcome.receipt.url && !outcome.receipt.held) {
    form.dataset.taken = "1";
    drafts.release("form", state.draft);
    location.assign(outcome.receipt.url);
    return; // busy until the next page is there
  }
  if (outcome.state === "sent" || (isSafe && outcome.state !== "look")) {
    const box = panel(step, outcome, form.dataset.parcel);
    form.replaceWith(box);
    one("h2", box).focus();
    return;
  }
  const back = outcome.parcel || step;
  await parcels.release(back);
  state.draft = back.draft;
  state.isSafe = drafts.put("form", state.draft);
  draw(state);
  markAsked(form, outcome.asked);
  if (!(outcome.page && showPage(outcome.page))) tell(form, explainOutcome(outcome, state, name));
  else all(KEPT).forEach(begin);
  pressing.end(form, button);
}

function parcelOf(form, button, state) {
  const { draft } = state;
  const isField = ([field, value]) => typeof value === "string" && !/^(csrfmiddlewaretoken|(kept|photos)(-\d+)?)$/.test(field);
  const fields = Array.from(new FormData(form)).filter(isField);
  if (button.name) fields.push([button.name, button.value]);
  draft.parcel = draft.parcel || uuid();
  // The page may come from the phone's own store: the number that stands in it was another's.
  const own = fields.map(([field, value]) => (field === "client_id" ? [field, draft.parcel] : [field, value]));
  return {
    id: draft.parcel, user: draft.user, kind: form.dataset.kind, url: form.action, stage: form.dataset.stage, title: draft.title,
    at: serverNow(), draft, fields: own, foreign: foreignIn(state), back: form.dataset.parcel, state: "waiting", words: "", tries: 0,
  };
}

/* What the server has questioned and may be right: pressed once more, it was meant. */
function markAsked(form, asked) {
  for (const [name, value] of Object.entries(asked || {})) if (form.elements[name]) form.elements[name].value = value;
}

function explainOutcome({ state: how, words }, state, name) {
  if (how === "look") return { words };
  if (how === "stop") return explain({ status: 401 }, safety(state), name);
  return explain(how === "later" ? { status: 503 } : new LineDown(), safety(state), name);
}

const safety = (state) => (!state ? "" : state.isSafe ? "内容已保存在本机。" : "内容还在本页，请不要关闭。");

/* What is to be sent; null when a photo was refused: then nothing is, and the page says which. */
async function parcel(form, button, say) {
  const state = begun.get(form);
  if (state) save(form);
  if (state?.boxes.length) {
    await settled(state);
    const refused = await stage(form.dataset.stage, state.draft.photos, say, () => save(form));
    draw(state);
    if (refused.length) {
      tell(form, { words: `${refusals(refused).join("")}请去掉或重拍，其余照片和文字都在。` });
      return null;
    }
  }
  say(state ? "正在提交…" : "请稍候…");
  const data = new FormData(form);
  data.set("csrfmiddlewaretoken", token());
  if (button.name) data.append(button.name, button.value);
  state?.boxes.forEach(({ input, of, foreign }) => {
    data.delete(input.name);
    data.set(`kept${of}`, keptBy(state.draft.photos, of, foreign));
  });
  return data;
}

/* true when the form is done with: its receipt leads on, or the server's page stands in its place */
function answered(form, answer, name, state) {
  if (answer.status === 200 && answer.told && answer.told.url) {
    if (state) drafts.drop("form", state.draft);
    form.dataset.taken = "1";
    location.assign(answer.told.url);
    return true;
  }
  const isForPage = answer.page && answer.status < 500 && !UNREAD.includes(answer.status) && !answer.page.includes("data-csrf");
  if (isForPage && showPage(answer.page)) {
    all(KEPT).forEach(begin);
    return true;
  }
  tell(form, explain(answer, safety(state), name));
  return false;
}

function tell(form, trouble) {
  const old = one("[data-trouble]", form);
  if (old) old.remove();
  if (!trouble) return;
  const box = make("div", "notice notice-red");
  const body = make("div", "", trouble.words);
  box.setAttribute("role", "alert");
  box.setAttribute("data-trouble", "");
  if (trouble.signIn || trouble.reload) {
    const link = make("a", "btn btn-outline-secondary", trouble.signIn ? "重新登录" : "刷新本页");
    link.href = form.dataset.keep ? begun.get(form).draft.key : location.href;
    body.append(make("br"), link);
  }
  box.append(body);
  form.insertBefore(box, one(".form-buttons", form));
  box.scrollIntoView({ block: "center" });
}

// ── Events ──
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches(`${KEPT}, form[data-send]`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  handIn(form, event.submitter || one("[type=submit]", form));
}, true);
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.form || !begun.has(field.form)) return;
  const box = begun.get(field.form).boxes.find((each) => each.input === field)?.box;
  if (field.type !== "file" || !box) {
    save(field.form);
    return;
  }
  event.stopImmediatePropagation();
  box.add(field.files);
  field.value = "";
}, true);
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.form && begun.has(field.form) && field.type !== "file") save(field.form);
});
// htmx listens for this event too: its boxes must answer to what is filled in.
document.addEventListener("DOMContentLoaded", () => all(KEPT).forEach(begin));
document.addEventListener("htmx:afterSettle", (event) => {
  all(KEPT).forEach(begin);
  fillLate(document.getElementById(event.target.id));
});
// Back from the receipt: this form has been handed in, so begin afresh.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && one("form[data-taken]")) location.reload();
});
