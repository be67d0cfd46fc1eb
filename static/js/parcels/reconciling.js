/* What the server has given its receipt for, and no longer has (a backup was put back): it is sent again, from what is kept.
   Asked once a day, and after each signing in. */
import { cookie } from "../lib/dom.js";
import { send } from "../lib/sending.js";
import { photosOf } from "../lib/store.js";
import { ASKED, RECEIPTS } from "./doors.js";
import { parcels } from "./keeping.js";
import { inTurn } from "./lock.js";
import { run } from "./sender.js";

const LOT = 200;
const DAY = 24 * 3600 * 1000; // ms

/* The token of forms changes with each signing in: its end stands for the session. */
const session = () => (cookie("__Host-csrftoken") || cookie("csrftoken")).slice(-8);

function isAsked(user) {
  try {
    const { at, sign } = JSON.parse(localStorage.getItem(`hz-asked:${user}`)) || {};
    return sign === session() && Date.now() - at < DAY;
  } catch {
    return false;
  }
}
function noteAsked(user) {
  try {
    localStorage.setItem(`hz-asked:${user}`, JSON.stringify({ at: Date.now(), sign: session() }));
  } catch {
    // Asked again at the next page.
  }
}

export async function reconcile(user) {
  if (isAsked(user)) return;
  const sent = (await parcels.of(user)).filter(({ state, kind }) => state === "sent" && ASKED.includes(kind));
  let isWhole = true;
  for (let at = 0; at < sent.length; at += LOT) {
    const lot = sent.slice(at, at + LOT);
    const { status, told } = await send(RECEIPTS, JSON.stringify({ ids: lot.map(({ id }) => id) }), { user });
    isWhole = isWhole && status === 200;
    if (status === 200) await inTurn(() => again(lot.filter(({ id }) => (told.missing || []).includes(id))));
  }
  if (isWhole) noteAsked(user);
  await run();
}

/* Its photos went with the rest: they are sent as well. */
async function again(missing) {
  for (const parcel of missing) {
    for (const photo of photosOf(parcel.draft)) delete photo.upload;
    await parcels.put(Object.assign(parcel, { state: "waiting", words: "", tries: 0, next_at: 0, announced: false }));
  }
}
