/* Handing a walk in: into the phone's queue first, then to the server at once. Its answer within a moment leads to the
   receipt; without one the walk lies safely here, and goes by itself. */
import { one, show } from "../lib/dom.js";
import * as pressing from "../lib/pressing.js";
import { drafts } from "../lib/store.js";
import { LineDown } from "../lib/sending.js";
import { explain } from "../lib/trouble.js";
import { handOver } from "../parcels/handover.js";
import { parcels } from "../parcels/keeping.js";
import { parcelOf } from "./draft.js";
import { say } from "./drawing.js";

const SAFE = "内容已保存在手机上。";

/* current() is the draft, back(draft) makes it that again; taken(url): the server has it; stored(parcel, outcome): it
   lies in the queue; leaving(): it is about to. Gives submit(button). */
export function handingIn({ page, form, box, current, back, taken, stored, leaving }) {
  async function submit(button) {
    if (!pressing.begin(form, button)) return;
    tell("");
    pressing.progress(button, "正在提交…");
    await Promise.all([box.settled(), leaving()]);
    const parcel = parcelOf(page, form, current());
    const isSafe = await parcels.put(parcel);
    if (isSafe) drafts.release("walk", parcel.draft);
    const outcome = await handOver(parcel, (words) => pressing.progress(button, words));
    await answered(parcel, outcome, isSafe);
    pressing.end(form, button);
  }

  async function answered(parcel, outcome, isSafe) {
    if (outcome.state === "sent" && !outcome.receipt.held) {
      taken(outcome.receipt.page);
    } else if (outcome.state === "look" || (outcome.state !== "sent" && !isSafe)) {
      await parcels.release(outcome.parcel || parcel);
      back((outcome.parcel || parcel).draft);
      failed(outcome.state === "look" ? outcome : explain(inWords(outcome), SAFE, "提交"));
    } else {
      stored(parcel, outcome);
    }
  }

  const inWords = ({ state }) => (state === "stop" ? { status: 401 } : state === "later" ? { status: 503 } : new LineDown());

  function failed({ words, signIn, reload, fresh }) {
    say("[data-reload] a", signIn ? "重新登录" : "刷新本页");
    tell(words);
    show(one("[data-reload]", page), Boolean(signIn || reload));
    show(one("[data-conflict]", page), Boolean(fresh));
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
