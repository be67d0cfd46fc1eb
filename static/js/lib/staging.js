/* Photos go ahead of their form, one by one: a cut line costs one at most, and the next try goes on from there. */
import { send } from "./sending.js";
import { photos } from "./store.js";

const FRESH = 6 * 24 * 3600 * 1000; // ms; the server keeps them for seven days

const isThere = (photo) => Boolean(photo.upload) && Date.now() - photo.at < FRESH;

/* The server does not take photos now: its answer is for the page to explain. */
export class NotTaken extends Error {
  constructor(answer) {
    super("not taken");
    this.answer = answer;
  }
}

/* Sends those that the server has not got; say(words) tells how far it is, changed() saves the draft after each.
   Resolves to those that were refused, with why. Throws LineDown or NotTaken; what was sent stays sent. */
export async function stage(url, all, say, changed, user = "") {
  const waiting = all.filter((photo) => !isThere(photo));
  for (const [index, photo] of waiting.entries()) {
    const words = `正在上传照片 ${index + 1}/${waiting.length}`;
    say(`${words}…`);
    await stageOne(url, photo, { user, progress: (part) => say(`${words}（${Math.round(part * 100)}%）…`) });
    await changed();
  }
  return all.filter((photo) => photo.refused);
}

async function stageOne(url, photo, how) {
  const blob = await photos.get(photo.id);
  if (!blob) {
    photo.refused = "在手机上找不到了，请去掉后重拍。";
    return;
  }
  const data = new FormData();
  data.append("client_id", photo.number);
  data.append("photo", blob, photo.name || "照片.jpg");
  const answer = await send(url, data, how);
  if (answer.told?.words && answer.status === 422) {
    photo.refused = answer.told.words.join("");
  } else if (answer.told?.id) {
    Object.assign(photo, { upload: answer.told.id, at: Date.now() });
    delete photo.refused;
  } else {
    throw new NotTaken(answer);
  }
}

/* The form's word for them: "12,13". */
export const uploads = (all) => all.map((photo) => photo.upload).join(",");

/* The same for one box of a form ("" or "-7"), after what the server held before. */
export const keptBy = (all, of, before) =>
  [...before, uploads(all.filter((photo) => (photo.of || "") === of))].filter(Boolean).join(",");

export const refusals = (refused) =>
  refused.map((photo) => `照片“${photo.name || "未命名"}”没有收下：${photo.refused}`);
