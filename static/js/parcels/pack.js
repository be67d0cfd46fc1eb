/* What a phone needs to work without signal, fetched now and then while there is some. */
import { all } from "../lib/dom.js";
import { PACK } from "./doors.js";
import { kept } from "./keeping.js";

const FRESH = 10 * 60 * 1000; // ms
const short = (user) => `hz-reaches:${user}`;

/* At once, without waiting: [{id, name, river, note}] */
export function reachesOf(user) {
  try {
    return JSON.parse(localStorage.getItem(short(user))) || [];
  } catch {
    return [];
  }
}

function remember(user, reaches) {
  try {
    localStorage.setItem(short(user), JSON.stringify(reaches.map(({ id, name, river, note }) => ({ id, name, river, note }))));
  } catch {
    // No room: the next walk begins from the list of reaches, with a line.
  }
}

/* The page of one's own reaches names them, too: enough to begin with. */
export function learnReaches(user) {
  const found = all("[data-reach][data-river]").map(({ dataset }) => ({ id: Number(dataset.reach), name: dataset.name, river: dataset.river }));
  if (found.length && !reachesOf(user).length) remember(user, found);
}

/* The pack at hand, or a newer one; null when there has never been any. */
export async function refresh(user) {
  const old = await kept.get(`pack:${user}`);
  if (old && Date.now() - old.asked_at < FRESH) return old;
  try {
    const headers = old?.tag ? { "If-None-Match": old.tag } : {};
    const answer = await fetch(PACK, { headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
    const pack = answer.status === 304 ? old.pack : answer.ok ? await answer.json() : null;
    if (!pack || String(pack.user?.id ?? pack.user) !== user) return old;
    remember(user, pack.reaches || []);
    const fresh = { pack, tag: answer.headers.get("ETag") || old?.tag || "", asked_at: Date.now() };
    await kept.put(`pack:${user}`, fresh);
    return fresh;
  } catch (_line) {
    return old;
  }
}
