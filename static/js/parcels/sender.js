/* Sends what waits: one parcel at a time on this device, whatever tabs are open; on load, when the line is back, on the
   return to the page, every 30 seconds, and at once when asked. Tells of each try by hz:parcel {id, words} or {id, outcome}. */
import { deliver, announce } from "./delivering.js";
import { parcels } from "./keeping.js";
import { alone } from "./lock.js";

const EVERY = 30000; // ms
const LONGEST = 300; // s between tries
const MANY = 30;
let user = document.querySelector("meta[name=person]")?.content || "";
let round = null;
let failures = 0; // of the line
let timer = 0;

const tell = (id, what) => document.dispatchEvent(new CustomEvent("hz:parcel", { detail: { id, ...what } }));
const backOff = (tries) => Math.min(LONGEST, 2 ** tries) * 1000 * (0.5 + Math.random() / 2);
const isDue = (parcel) => !(parcel.next_at > Date.now());

/* Resolves when nothing is left to try; false when another tab is at it. */
export function run(force = false) {
  if (!user) return Promise.resolve(false);
  round = (round || Promise.resolve()).then(() => alone(() => sendAll(force))).catch((error) => console.error(error));
  return round;
}

async function sendAll(force) {
  const tried = new Set();
  const next = async () => (await parcels.waiting(user)).find((each) => !tried.has(each.id) && (force || isDue(each)));
  if (!(await announceAll())) return;
  for (let parcel = await next(); parcel; parcel = await next()) {
    tried.add(parcel.id);
    const outcome = await attempt(parcel);
    if (outcome.state === "line") again();
    if (outcome.state === "line" || outcome.state === "stop") return;
  }
  failures = 0;
}

/* All manifests before the first photo: the office is to know of each, should this phone go silent. */
async function announceAll() {
  try {
    for (const parcel of await parcels.waiting(user)) {
      const before = parcel.announced;
      await announce(parcel);
      if (parcel.announced !== before) await parcels.put(parcel);
    }
    return true;
  } catch (_line) {
    for (const { id } of await parcels.waiting(user)) tell(id, { outcome: { state: "line" } });
    again();
    return false;
  }
}

/* A line that comes and goes may be up for seconds only; one that stays away is left to the 30 seconds. */
function again() {
  failures += 1;
  clearTimeout(timer);
  if (failures < MANY) timer = setTimeout(run, backOff(Math.min(failures, 2)));
}

async function attempt(parcel) {
  tell(parcel.id, { words: "正在上传…" });
  const outcome = await deliver(parcel, (words) => tell(parcel.id, { words }), () => moved(parcel));
  note(parcel, outcome);
  await parcels.put(parcel);
  tell(parcel.id, { outcome: { ...outcome, parcel } });
  return outcome;
}

function moved(parcel) {
  failures = 0;
  return parcels.put(parcel);
}

function note(parcel, { state, words, fresh, receipt, patience }) {
  parcel.words = words || "";
  parcel.signIn = state === "stop";
  if (state === "sent") {
    Object.assign(parcel, { state: "sent", sent_at: Date.now(), receipt });
  } else if (state === "look") {
    Object.assign(parcel, { state: "look", fresh: fresh || "", next_at: patience ? Date.now() + patience : Number.MAX_SAFE_INTEGER });
  } else if (state === "later") {
    parcel.tries = (parcel.tries || 0) + 1;
    const wait = backOff(parcel.tries);
    parcel.next_at = Date.now() + wait;
    setTimeout(run, wait + 50);
  }
}

export function start(whose) {
  user = whose;
  const now = () => run(true);
  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.hidden || run());
  window.addEventListener("pageshow", (event) => event.persisted && run());
  setInterval(run, EVERY);
  parcels.sweep().then(() => run());
}
