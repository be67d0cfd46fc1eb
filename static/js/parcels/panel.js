/* In the place of a form that lies in the queue: what has become of it, and the way on. */
import { make } from "../lib/dom.js";

const WORDS = {
  stop: "登录已过期。请重新登录，会自动上传，不用再填。",
  other: "这部手机现在由另一位同志登录，等您本人登录后自动上传。",
};

export function panel(parcel, outcome, back) {
  const box = make("section", "panel stored");
  const title = make("h2", "panel-title", "已存在手机上，待上传");
  const words = make("p", "", WORDS[outcome.other ? "other" : outcome.state] || "有信号会自动上传，不用再填。");
  const links = make("p", "form-buttons");
  const onward = make("a", "btn btn-primary", outcome.state === "stop" ? "重新登录" : "返回");
  const list = make("a", "btn btn-outline-secondary", "查看未上传的记录");
  onward.href = back;
  list.href = "/unsent/";
  title.tabIndex = -1;
  box.setAttribute("role", "status");
  box.setAttribute("data-stored", "");
  links.append(onward, list);
  box.append(title, words, links);
  document.addEventListener("hz:parcel", ({ detail }) => {
    if (detail.id !== parcel.id || !detail.outcome) return;
    const { state, receipt, words: told } = detail.outcome;
    if (state === "sent") {
      title.textContent = receipt.held ? "已收下，等核对" : "已提交";
      words.textContent = told || "";
      onward.href = receipt.page || receipt.url || back;
      onward.textContent = "查看";
    } else if (state === "look") {
      title.textContent = "需要您看一下";
      words.textContent = told;
    }
  });
  return box;
}

/* On the page that a step belongs to: what of it is still on this phone. */
export function pending(waiting) {
  return waiting.filter(({ back }) => back && back === location.pathname).map((parcel) => {
    const line = make("p", "notice notice-orange", `${parcel.title}：已存在手机上，待上传。`);
    line.setAttribute("data-pending", "");
    return line;
  });
}
