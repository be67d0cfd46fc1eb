/* One parcel to the server: its manifest, its photos one by one, then itself; and what the answer means. */
import { LineDown, send } from "../lib/sending.js";
import { NotTaken, keptBy, refusals, stage, uploads } from "../lib/staging.js";
import { photosOf } from "../lib/store.js";
import { explain } from "../lib/trouble.js";
import { KNOWN, MANIFEST } from "./doors.js";
import { sumOf } from "./sums.js";

const PATIENCE = 6 * 3600 * 1000; // ms; what a person must look at is tried again now and then, all the same
const BUSY = [408, 425, 429];

/* What the office sees of a parcel before its first photo is there. A server that does not know this is no trouble. */
export async function announce(parcel) {
  if (parcel.announced || !KNOWN.includes(parcel.kind)) return;
  const seals = await Promise.all(photosOf(parcel.draft).map((photo) => sumOf(photo, 8)));
  const told = {
    id: parcel.id, kind: parcel.kind, sum: await sumOf(JSON.stringify(parcel.fields), 16), photos: seals,
    at: Math.round(parcel.at / 1000),
  };
  const { status } = await send(MANIFEST, JSON.stringify(told), { user: parcel.user });
  parcel.announced = status < 500 && status !== 401;
}

/* Every try speaks for itself: {state: sent | look | later | stop | line, words, …}; say(words) tells how far it is,
   changed() keeps the parcel after each photo. */
export async function deliver(parcel, say, changed) {
  try {
    await announce(parcel);
    const refused = await stage(parcel.stage, photosOf(parcel.draft), say, changed, parcel.user);
    if (refused.length) return { state: "look", words: whereRefused(parcel, refused) };
    say("正在提交…");
    return judge(parcel, await send(parcel.url, body(parcel), { user: parcel.user }));
  } catch (error) {
    if (error instanceof LineDown) return { state: "line" };
    if (error instanceof NotTaken) return judge(parcel, error.answer);
    console.error(error);
    return { state: "later", words: "手机上出了点问题，稍后再试。" };
  }
}

function whereRefused({ draft }, refused) {
  if (!draft.findings) return `${refusals(refused).join("")}请打开修改，去掉或重拍，其余照片和文字都在。`;
  const said = refused.map((photo) => {
    const number = draft.findings.findIndex((each) => each.photos.includes(photo)) + 1;
    return `第 ${number} 处发现的${refusals([photo])[0]}`;
  });
  return `${said.join("")}请点开那处发现，去掉或重拍；其余照片和文字都在。`;
}

function body({ id, kind, at, fields, draft, foreign }) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  data.set(kind === "walk" ? "client_id" : "parcel", id);
  data.set("parcel_at", Math.round(at / 1000));
  if (kind === "walk") draft.findings.forEach((each, index) => data.set(`f${index}-kept`, uploads(each.photos)));
  else if (draft.photos) boxes(draft, foreign).forEach(([of, before]) => data.set(`kept${of}`, keptBy(draft.photos, of, before)));
  return data;
}

/* [[of, [upload, …]], …]: each box of the form, with what the server held before; an earlier version kept a list, for the one box. */
function boxes({ photos }, foreign) {
  const before = Array.isArray(foreign) ? { "": foreign } : { "": [], ...foreign };
  return [...new Set([...Object.keys(before), ...photos.map((photo) => photo.of || "")])].map((of) => [of, before[of] || []]);
}

/* Only an answer that names this very parcel is a receipt. */
function isReceipt({ id, kind }, { status, told }) {
  if (status !== 200 || !told?.url) return false;
  return told.client_id === id || (kind !== "walk" && told.client_id === undefined);
}

function judge(parcel, answer) {
  const { status, told, page } = answer;
  if (isReceipt(parcel, answer)) return { state: "sent", receipt: { url: told.url, page: told.receipt || told.url, number: told.number || "" } };
  if (status === 409 && told?.held) {
    return { state: "sent", words: sentence(told), receipt: { url: told.url || "", number: "", held: true, another: told.another } };
  }
  if (status === 401) return { state: "stop", signIn: true, other: Boolean(told?.other), words: sentence(told) };
  if (status >= 500 || BUSY.includes(status) || page.includes("data-csrf")) return { state: "later", words: "系统暂时不能接收，稍后再试。" };
  if (told?.words) return { state: "look", words: sentence(told), fresh: told.client_id, asked: told.asked };
  if (status === 403 || status === 404 || status === 413) return { state: "look", words: explain(answer, "内容已保存在手机上。", "提交").words, patience: PATIENCE };
  return { state: "look", words: errorsOn(page) || "内容需要您修改后再提交。", page };
}

const sentence = (told) => [].concat(told?.words || []).join(" ");

/* What a page of the form finds wrong, for who does not see the page. */
function errorsOn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const box = page.querySelector("[data-error-summary], .notice-red");
  return box ? box.textContent.replace(/\s+/g, " ").trim() : "";
}
