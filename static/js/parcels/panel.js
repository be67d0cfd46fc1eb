/* In the place of a form that lies in the queue: what has become of it, and the way on. */
import { make } from "../lib/dom.js";

const WORDS = {
  stop: "登录已过期。请重新登录，会自动上传，不用再填。",
  other: "这部手机现在由另一位同志登录，等您本人登录后自动上传。",
};

/* [heading, words, where to, by which words] */
function told({ state, receipt, words, other }, back) {
  if (state === "look") return ["需要您看一下", words, back, "返回"];
  if (state !== "sent") {
    const standing = WORDS[other ? "other" : state] || "有信号会自动上传，不用再填。";
    return ["已存在手机上，待上传", standing, back, state === "stop" ? "重新登录" : "返回"];
  }
  return [receipt.held ? "已收下，等核对" : "已提交", words || "", receipt.page || receipt.url || back, "查看"];
}

export function panel(parcel, outcome, back) {
  const box = make("section", "panel stored");
  const title = make("h2", "panel-title");
  const words = make("p");
  const links = make("p", "form-buttons");
  const onward = make("a", "btn btn-primary");
  const list = make("a", "btn btn-outline-secondary", "查看未上传的记录");
  const draw = (now) => {
    [title.textContent, words.textContent, onward.href, onward.textContent] = told(now, back);
  };
  list.href = "/unsent/";
  title.tabIndex = -1;
  box.setAttribute("role", "status");
  box.setAttribute("data-stored", "");
  links.append(onward, list);
  box.append(title, words, links);
  draw(outcome); // somebody may have been faster, and the answer is here already
  document.addEventListener("hz:parcel", ({ detail }) => detail.id === parcel.id && detail.outcome && draw(detail.outcome));
  return box;
}
