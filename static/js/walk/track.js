/* The track of a walk that its user has begun: read while this page is in front, kept on the device, sent when the walk
   has been handed in. Nothing is read before start(), and nothing after stop(); a walk without a track is as good.

   The interface:
     const track = tracking({ user, walk, changed })      walk: the walk's client_id; changed(state) draws it
     track.start() → false where the device cannot, or the user does not wish it     track.stop()
     state: {points, accuracy (m or null), isBroken (nothing is read just now), words}
     wishes.agreed() / agree() / isOff() / turnOff(yes): the notice before first use, and the user's own choice
     sendTracks(user, url) → Promise of what is left: parcels of ended walks go, and are dropped after the receipt
     dropTrack(user, walk): with a walk that is thrown away     moveTrack(user, walk, fresh): with one that gets a new number
   Screens lock: the page then reads nothing, the server sees the break by the times and draws it dashed. */
import { send } from "../lib/sending.js";
import { parcels } from "../parcels/keeping.js";

const BASE = "hz-track";
const EVERY = 2000; // ms between two points that are kept
const BATCH = 10; // points written at once: so many are lost when the battery dies
const PARCEL = 1000; // points; the server takes 2,000
const SILENT = 30000; // ms without a reading
const LEFT = "hz-track-left"; // some walk's points wait: pages without a walk look at the base only then
export const LOCKED = "锁屏后轨迹会中断，中断处不计长度，不影响巡河。";

function stored(name) {
  try {
    return localStorage.getItem(name) === "1";
  } catch {
    return false;
  }
}
function store(name, yes) {
  try {
    if (yes) localStorage.setItem(name, "1");
    else localStorage.removeItem(name);
  } catch {
    // Asked again next time.
  }
}
export const wishes = {
  agreed: () => stored("hz-track-agreed"),
  agree: () => store("hz-track-agreed", true),
  isOff: () => stored("hz-track-off"),
  turnOff: (yes) => store("hz-track-off", yes),
};

// ── What lies on the device: batches of points under [user, walk, number], and which walks have ended ──
function inBase(mode, act) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(BASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("points");
      opening.result.createObjectStore("ended");
    };
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const base = opening.result;
      const task = base.transaction(["points", "ended"], mode);
      const asked = act(task.objectStore("points"), task.objectStore("ended"));
      const end = (tell) => {
        base.close();
        tell();
      };
      task.oncomplete = () => end(() => done(asked?.result));
      task.onerror = task.onabort = () => end(() => fail(task.error));
    };
  });
}
const ofWalk = (user, walk) => IDBKeyRange.bound([user, walk, 0], [user, walk, Infinity]);

/* What is kept of a walk under way, in the order in which it was read. */
export const pointsOf = (user, walk) =>
  inBase("readonly", (points) => points.getAll(ofWalk(user, walk))).then((rows) => rows.flat(), () => []);

export function dropTrack(user, walk) {
  return inBase("readwrite", (points, ended) => {
    points.delete(ofWalk(user, walk));
    ended.delete([user, walk]);
  }).catch(() => {});
}

export async function moveTrack(user, walk, fresh) {
  await inBase("readwrite", (points, ended) => {
    points.openCursor(ofWalk(user, walk)).onsuccess = ({ target: { result: found } }) => {
      if (!found) return;
      points.put(found.value, [user, fresh, found.key[2]]);
      found.delete();
      found.continue();
    };
    ended.delete([user, walk]);
    ended.put(true, [user, fresh]);
  }).then(() => store(LEFT, true), () => {});
}

export function tracking({ user, walk, changed }) {
  let watch = null;
  let lock = null;
  let batch = [];
  let last = 0;
  let timer = 0;
  const state = { points: 0, accuracy: null, isBroken: false, words: "" };

  const tell = (news) => changed(Object.assign(state, news));

  // Named by the time of its first point: two pages, or one that was reloaded, never write under one name.
  function flush() {
    if (!batch.length) return Promise.resolve();
    const full = batch;
    batch = [];
    return inBase("readwrite", (points) => points.put(full, [user, walk, full[0][0]])).catch(() =>
      tell({ words: "手机没有地方存轨迹，不影响巡河。" }));
  }
  function read({ coords, timestamp }) {
    clearTimeout(timer);
    timer = setTimeout(tell, SILENT, { isBroken: true, words: "暂时没有定位，轨迹中断。" });
    if (timestamp - last < EVERY) return;
    last = timestamp;
    batch.push([timestamp, coords.latitude, coords.longitude, coords.accuracy]);
    tell({ points: state.points + 1, accuracy: coords.accuracy, isBroken: false, words: "" });
    if (batch.length >= BATCH) flush();
  }
  function failed({ code }) {
    if (code !== 1) return; // no reading yet: the next one may come
    stop();
    tell({ isBroken: true, words: "没有允许定位，这次不记录轨迹。" });
  }
  async function stayAwake() {
    if (watch === null || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
  }
  function seen() {
    if (document.visibilityState === "visible") stayAwake();
    else flush();
  }
  function start() {
    const can = navigator.geolocation && window.isSecureContext && window.indexedDB;
    if (watch !== null || !can || !wishes.agreed() || wishes.isOff()) return watch !== null;
    // It may have been handed in, and have come back to be changed.
    inBase("readwrite", (_, ended) => ended.delete([user, walk])).catch(() => {});
    watch = navigator.geolocation.watchPosition(read, failed, { enableHighAccuracy: true, maximumAge: 0 });
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("pagehide", flush);
    stayAwake();
    return true;
  }
  /* The walk is over, or its user wishes no more of it. */
  function stop() {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("pagehide", flush);
    if (lock) lock.release().catch(() => {});
    lock = null;
    return flush();
  }
  /* Handed in: from now on its points may go. */
  const end = () => Promise.resolve(stop()).then(() => inBase("readwrite", (_, ended) => ended.put(true, [user, walk])))
    .then(() => store(LEFT, true), () => {});

  return { start, stop, end, state: () => state };
}

// ── Sending ──
/* The points that have ended walks of this user, one walk after the other; gives how many walks are left. A walk goes before
   its points: its answer may say that the number is another walk's, and which number this one gets. */
export async function sendTracks(user, url) {
  const keys = await inBase("readonly", (_, ended) => ended.getAllKeys()).catch(() => []);
  const walks = keys.filter((key) => key[0] === user).map((key) => key[1]);
  const queue = new Map((await parcels.of(user)).map((parcel) => [parcel.id, parcel]));
  let left = walks.length;
  for (const walk of walks) {
    const parcel = queue.get(walk);
    if (parcel && parcel.state !== "sent") continue;
    if (!(await sendWalk(user, walk, parcel?.receipt?.another || walk, url))) break;
    await dropTrack(user, walk);
    left -= 1;
  }
  store(LEFT, left > 0 || keys.length > walks.length);
  return left;
}

// Cut by position: the points of an ended walk do not change, so a parcel that goes twice is the same parcel.
async function sendWalk(user, walk, as, url) {
  const points = (await inBase("readonly", (store) => store.getAll(ofWalk(user, walk)))).flat();
  for (let number = 0; number * PARCEL < points.length; number += 1) {
    const parcel = points.slice(number * PARCEL, (number + 1) * PARCEL);
    const answer = await send(url, JSON.stringify({ client_id: as, chunk: number, points: parcel })).catch(() => null);
    if (!answer || !isOver(answer, as, number)) return false;
  }
  return true;
}

// Taken; or never to be taken, for the district takes no tracks, or other points lie under this number.
function isOver({ status, told }, walk, number) {
  if (status === 200) return Boolean(told) && told.client_id === walk && told.chunk === number;
  return Boolean(told) && (status === 409 || status === 422);
}
