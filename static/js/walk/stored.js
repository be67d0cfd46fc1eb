/* What is said of a walk that lies in the queue, until its receipt is there. */
import { one } from "../lib/dom.js";
import { spoken, wall } from "../lib/clock.js";
import { photosOf } from "../lib/store.js";

const WORDS = {
  waiting: ["已存在手机上", "有信号会自动上传，不用再填。"],
  stop: ["已存在手机上，登录后上传", "登录已过期。请重新登录，这次巡河会自动上传，不用再填。"],
  other: ["已存在手机上", "这部手机现在由另一位同志登录。等您本人登录后会自动上传。"],
  look: ["已存在手机上，需要您看一下", ""],
  held: ["已收下，等河长办核对", ""],
  sent: ["已提交", "河长办已经收到。"],
};

let shown = "";

function say(page, key, words, url) {
  const [title, standing] = WORDS[key];
  one("[data-stored-title]", page).textContent = title;
  one("[data-stored-words]", page).textContent = words || standing;
  if (!url) return;
  const link = one("[data-stored-link]", page);
  link.href = url;
  link.textContent = key === "sent" ? "查看回执" : key === "stop" ? "重新登录" : "查看";
}

function draw(page, outcome) {
  const { state, receipt, other } = outcome;
  if (state === "sent") say(page, receipt.held ? "held" : "sent", outcome.words, receipt.page || receipt.url);
  else if (state === "stop") say(page, other ? "other" : "stop", "", other ? "" : page.dataset.home);
  else if (state === "look") say(page, "look", outcome.words, "/unsent/");
  else say(page, "waiting", "");
}

export function drawStored(page, parcel, outcome) {
  const count = photosOf(parcel.draft).length;
  shown = parcel.id;
  const link = one("[data-stored-link]", page);
  link.href = page.dataset.home;
  link.textContent = "返回我的河段";
  one("[data-stored-what]", page).textContent =
    `${parcel.draft.name} · ${spoken(wall(parcel.at))}${count ? ` · ${count} 张照片` : ""}`;
  draw(page, outcome);
}

document.addEventListener("hz:parcel", ({ detail }) => {
  const page = one("[data-walk]");
  if (detail.outcome && detail.id === shown) draw(page, detail.outcome);
});
