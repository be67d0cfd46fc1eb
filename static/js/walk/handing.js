/* Handing a walk in: the photos one by one, then the walk; and what is said when it was not taken. */
import { one, show } from "../lib/dom.js";
import * as pressing from "../lib/pressing.js";
import { send } from "../lib/sending.js";
import { refusals, stage } from "../lib/staging.js";
import { photosOf } from "../lib/store.js";
import { explain } from "../lib/trouble.js";
import { parcel } from "./draft.js";
import { say } from "./drawing.js";

const SAFE = "内容已保存在手机上。";

/* current() is the draft; taken(url) is called once the server has it. Gives submit(button). */
export function handingIn({ page, form, box, current, save, taken }) {
  async function submit(button) {
    if (!pressing.begin(form, button)) return;
    tell("");
    try {
      pressing.progress(button, "正在提交…");
      await box.settled();
      const progress = (words) => pressing.progress(button, words);
      const refused = await stage(page.dataset.stageUrl, photosOf(current()), progress, save);
      if (refused.length) {
        tell(`${whereRefused(refused)}请点开那处发现，去掉或重拍；其余照片和文字都在。`);
      } else {
        progress("正在提交…");
        answered(await send(form.action, parcel(form, current())));
      }
    } catch (error) {
      failed(explain(error, SAFE, "提交"));
    }
    if (current()) pressing.end(form, button); // else busy until the next page is there
  }

  function whereRefused(refused) {
    return refused.map((photo) => {
      const number = current().findings.findIndex((each) => each.photos.includes(photo)) + 1;
      return `第 ${number} 处发现的${refusals([photo])[0]}`;
    }).join("");
  }

  function answered({ status, told, page: html }) {
    if (status === 200 && told && told.client_id === current().client_id) {
      taken(told.url);
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

  return submit;
}
