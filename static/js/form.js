/* Forms of problems. What is typed and photographed is kept on this device until the server has taken it: no line, an
   ended session, a closed tab cost nothing. Such a form says data-keep="user:its own address"; a button that is a form
   of its own says data-send. Both are sent by script; without it the browser sends them as ever. */
import { all, make, one, token } from "./lib/dom.js";
import { fill, fillLate, valuesOf } from "./lib/formvalues.js";
import { showPage } from "./lib/pageswap.js";
import { photoBox } from "./lib/photobox.js";
import * as pressing from "./lib/pressing.js";
import { send } from "./lib/sending.js";
import { refusals, stage, uploads } from "./lib/staging.js";
import { drafts } from "./lib/store.js";
import { explain } from "./lib/trouble.js";

const MOST_PHOTOS = 9;
const UNREAD = [404, 408, 413]; // no view has seen the form: it stays as it is
const KEPT = "form[data-keep]";
const begun = new WeakMap(); // form → {draft, box, foreign, isSafe}

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
  state.box = photosIn(form, state);
  if (old && !isAnswer) restore(form, old);
  // What the server holds and the phone does not (an earlier try without script) goes along.
  const known = state.draft.photos.map((photo) => String(photo.upload));
  state.foreign = keptIn(form).filter((pk) => !known.includes(pk));
  if (isAnswer && old) save(form);
}

const keptIn = (form) => (form.elements.kept ? form.elements.kept.value.split(",").filter(Boolean) : []);

function photosIn(form, state) {
  const input = one("input[type=file][multiple]", form);
  if (!input) return null;
  const tile = input.closest(".photo-tile") || input;
  const list = make("ul", "previews");
  const [note, busy] = [make("p", "field-error"), make("p", "form-text", "正在处理照片，请稍候…")];
  [note, busy].forEach((line) => line.setAttribute("role", "status"));
  busy.hidden = true;
  tile.after(busy, note, list);
  const changed = () => save(form);
  const box = photoBox({ list, note, busy, tile, current: () => state.draft.photos, changed, most: MOST_PHOTOS });
  box.draw();
  return box;
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
  try {
    const data = await parcel(form, button, (words) => pressing.progress(button, words));
    const answer = data && (await send(form.action, data));
    if (answer && answered(form, answer, name, state)) return; // busy until the next page is there
  } catch (error) {
    tell(form, explain(error, safety(state), name));
  }
  pressing.end(form, button);
}

const safety = (state) => (!state ? "" : state.isSafe ? "内容已保存在本机。" : "内容还在本页，请不要关闭。");

/* What is to be sent; null when a photo was refused: then nothing is, and the page says which. */
async function parcel(form, button, say) {
  const state = begun.get(form);
  if (state) save(form);
  if (state?.box) {
    await state.box.settled();
    const refused = await stage(form.dataset.stage, state.draft.photos, say, () => save(form));
    state.box.draw();
    if (refused.length) {
      tell(form, { words: `${refusals(refused).join("")}请去掉或重拍，其余照片和文字都在。` });
      return null;
    }
  }
  say(state ? "正在提交…" : "请稍候…");
  const data = new FormData(form);
  data.set("csrfmiddlewaretoken", token());
  if (button.name) data.append(button.name, button.value);
  if (state?.box) {
    data.delete("photos");
    data.set("kept", [...state.foreign, uploads(state.draft.photos)].filter(Boolean).join(","));
  }
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
  const { box } = begun.get(field.form);
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
