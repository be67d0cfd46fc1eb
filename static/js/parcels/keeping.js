/* Parcels: what was handed in on this device, each bound to its user, until the server's receipt and 30 days beyond.

     {id (UUID: the server takes it once under this), user, kind: walk | step | report, url, stage (where photos go), title, at (ms),
      draft (with its photos), fields: [[name, value]], state: waiting | look (its user must) | sent, words, fresh, tries,
      next_at (ms), announced, sent_at, receipt: {url, number, held, another (the number that the walk gets if
      the office makes one of its own of it: its points go under that)}} */
import { inTable } from "../lib/base.js";
import { drafts, photos, photosOf } from "../lib/store.js";

const DAYS_KEPT = 30;
const DAY = 24 * 3600 * 1000; // ms
const BEAT = "hz-parcels-beat";
const memory = new Map(); // what the device does not take

const inParcels = (mode, act) => inTable("hz-parcels", "parcels", mode, act);

/* Other tabs hear of it by localStorage, this one by an event. */
function tellAll() {
  document.dispatchEvent(new CustomEvent("hz:parcels"));
  try {
    localStorage.setItem(BEAT, `${Date.now()}:${Math.random()}`);
  } catch {
    // Storing is forbidden: there is nothing that another tab could see.
  }
}
window.addEventListener("storage", ({ key }) => {
  if (key === BEAT) document.dispatchEvent(new CustomEvent("hz:parcels"));
});

/* true when it lies safely on the device, with all its photos */
async function put(parcel) {
  const isStored = await inParcels("readwrite", (table) => table.put(parcel, parcel.id)).then(() => true, () => false);
  if (isStored) memory.delete(parcel.id);
  else memory.set(parcel.id, parcel);
  tellAll();
  return isStored && !photosOf(parcel.draft).some((photo) => photo.loose);
}

async function everything() {
  const stored = await inParcels("readonly", (table) => table.getAll()).catch(() => []);
  return stored.filter(({ id }) => !memory.has(id)).concat(...memory.values()).sort((a, b) => a.at - b.at);
}

/* Without it, as its photos belong to a draft again. */
async function release(parcel) {
  memory.delete(parcel.id);
  await inParcels("readwrite", (table) => table.delete(parcel.id)).catch(() => {});
  tellAll();
}

async function drop(parcel) {
  for (const photo of photosOf(parcel.draft)) photos.drop(photo.id);
  await release(parcel);
}

export const parcels = {
  put,
  release,
  drop,
  get: async (id) => (await everything()).find((parcel) => parcel.id === id) || null,
  of: async (user) => (await everything()).filter((parcel) => parcel.user === user),
  waiting: async (user) => (await parcels.of(user)).filter(({ state }) => state !== "sent"),
  /* How many of other people wait on this device: no more is told of them. */
  foreign: async (user) => (await everything()).filter((parcel) => parcel.user !== user && parcel.state !== "sent").length,
  async sweep() {
    const old = (await everything()).filter(({ state, sent_at }) => state === "sent" && sent_at < Date.now() - DAYS_KEPT * DAY);
    for (const parcel of old) await drop(parcel);
  },
};

/* Back to where it was written: the words and photos are a draft again, and its address opens it. */
export async function reopen(parcel) {
  const kind = parcel.kind === "walk" ? "walk" : "form";
  if (!drafts.put(kind, parcel.draft)) return false;
  await release(parcel);
  return true;
}

/* Odds and ends: what a phone needs without signal, by name. */
export const kept = {
  get: (name) => inTable("hz-parcels", "kept", "readonly", (table) => table.get(name)).catch(() => null),
  put: (name, what) => inTable("hz-parcels", "kept", "readwrite", (table) => table.put(what, name)).then(() => true, () => false),
};

/* Whether this device keeps anything at all: tried, not asked. */
export async function canKeep() {
  const mark = Date.now();
  return (await kept.put("trial", mark)) && (await kept.get("trial")) === mark;
}
