/* The page of what lies on this phone: each in plain words, with what can be done. */
import { all, one, show } from "../lib/dom.js";
import { spoken, wall } from "../lib/clock.js";
import { photosOf } from "../lib/store.js";
import { filesOf } from "./file.js";
import { parcels, reopen } from "./keeping.js";
import { alone } from "./lock.js";

const page = one("[data-listing]");
const person = one("meta[name=person]");
const user = person ? person.content : "";
const progress = new Map(); // id → words, while it is under way

function stateOf({ id, state, signIn, tries, announced }) {
  if (progress.has(id)) return progress.get(id);
  if (state === "look") return "需要您看一下";
  if (signIn) return "登录已过期，重新登录后自动上传";
  if (tries) return "系统暂时不能接收，会自动再试";
  return announced ? "正在等着上传" : "还没有上传，有信号会自动上传";
}

function whenOf({ at, draft }) {
  const photos = photosOf(draft);
  const sent = photos.filter((photo) => photo.upload).length;
  return `${spoken(wall(at))} 提交${photos.length ? ` · 照片已传 ${sent}/${photos.length} 张` : ""}`;
}

function row(parcel) {
  const node = one("template[data-row]", page).content.firstElementChild.cloneNode(true);
  const put = (name, text) => {
    one(`[data-${name}]`, node).textContent = text;
  };
  put("title", parcel.title);
  put("when", whenOf(parcel));
  put("state", stateOf(parcel));
  put("words", parcel.words || "");
  node.dataset.parcel = parcel.id;
  show(one("[data-sign-in]", node), Boolean(parcel.signIn));
  show(one("[data-mend]", node), parcel.state === "look");
  one("[data-mend]", node).onclick = () => unlessBusy(() => mend(parcel));
  one("[data-drop]", node).onclick = () => unlessBusy(() => parcels.drop(parcel));
  return node;
}

function sentRow(parcel) {
  const node = one("template[data-sent-row]", page).content.firstElementChild.cloneNode(true);
  const { url, page: own, number, held } = parcel.receipt;
  node.href = own || url || "#"; // a walk and a report have a page for it
  one("[data-title]", node).textContent = parcel.title;
  one("[data-when]", node).textContent = `${whenOf(parcel)}${number ? ` · 编号 ${number}` : ""}`;
  one("[data-state]", node).textContent = held ? "已收下，等河长办核对" : "已收到";
  return node;
}

/* The sender may be at this very parcel: then it has the first word. */
async function unlessBusy(act) {
  const done = await alone(() => act().then(() => true));
  if (!done) trouble("正在上传，请过一会儿再试。");
}

async function mend(parcel) {
  if (parcel.fresh) await renumber(parcel);
  if (!(await reopen(parcel))) trouble("手机没有空间保存草稿，请先上传或删除别的记录。");
  else location.assign(parcel.kind === "walk" ? `/patrols/walk/?reach=${parcel.draft.key}` : parcel.draft.key);
}

/* To the number under which the server takes it as another walk; the points of its track go along. */
async function renumber({ user: whose, draft, fresh }) {
  const { moveTrack } = await import("../walk/track.js");
  await moveTrack(whose, draft.client_id, fresh);
  draft.client_id = fresh;
}

function trouble(words) {
  const line = one("[data-trouble]", page);
  one("span", line).textContent = words;
  show(line, Boolean(words));
}

async function draw() {
  const mine = await parcels.of(user);
  const waiting = mine.filter(({ state }) => state !== "sent");
  const sent = mine.filter(({ state }) => state === "sent").reverse();
  const foreign = await parcels.foreign(user);
  one("[data-waiting-title]", page).textContent = `未上传 ${waiting.length} 条`;
  one("[data-rows]", page).replaceChildren(...waiting.map(row));
  one("[data-sent-rows]", page).replaceChildren(...sent.map(sentRow));
  one("[data-foreign] span", page).textContent = `这部手机上另有别人的 ${foreign} 条记录没有上传。请其本人登录后上传，别人看不到也不能代传。`;
  show(one("[data-waiting]", page), waiting.length > 0);
  show(one("[data-none]", page), !waiting.length);
  show(one("[data-sent]", page), sent.length > 0);
  show(one("[data-foreign]", page), foreign > 0);
}

document.addEventListener("hz:parcels", draw);
document.addEventListener("hz:parcel", ({ detail: { id, words } }) => {
  if (words) progress.set(id, words);
  else progress.delete(id);
  for (const node of all("[data-parcel]", page)) {
    if (node.dataset.parcel === id && words) one("[data-state]", node).textContent = words;
  }
  if (!words) draw();
});
/* One file is saved at once; of several each by a tap: browsers let a page save one only. */
async function saveFile() {
  const links = await filesOf(await parcels.waiting(user), user, person.dataset.name, Number(page.dataset.most) || undefined);
  show(one("[data-files]", page), links.length > 1);
  one("[data-file-links]", page).replaceChildren(...links);
  if (links.length === 1) links[0].click();
}
one("[data-save-file]", page).onclick = () => {
  trouble("");
  saveFile().catch(() => trouble("没有能存成文件，请再试一次。"));
};
draw();
