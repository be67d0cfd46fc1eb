/* What the district asks of a walk, as it stands now: one quiet list while walking and before handing in, by the page's own clock
   and track. Only what is switched on is said; where nothing is, there is no list. */
import { all, make, show } from "../lib/dom.js";
import { moment } from "../lib/clock.js";
import { serverNow } from "../lib/servertime.js";
import { kept, parcels } from "../parcels/keeping.js";
import { metresOf, standing } from "./rules.js";
import { pointsOf } from "./track.js";

const EVERY = 10000; // ms
const loadShare = () => import("./share.js");

/* current() is the draft. */
export function tellStanding(page, current) {
  const lists = all("[data-standing]", page);
  const own = { reach: page.dataset.reach, asks: JSON.parse(page.dataset.asks || "null") };
  let asks = null;
  let of = "";

  /* Those of the page's own reach came with it; of another one the phone knows them from its pack. */
  const packOf = async (draft) => (await kept.get(`pack:${draft.user}`))?.pack;

  async function learn(draft) {
    of = draft.client_id;
    if (draft.reach === own.reach) return own.asks;
    const pack = await packOf(draft);
    const theirs = pack?.asks?.of[draft.reach];
    return theirs ? { ...pack.asks.same, ...theirs } : null;
  }

  /* Since the last walk, be it one that still lies on this phone. */
  async function hoursSince(draft) {
    const here = (await parcels.of(draft.user)).filter(({ id, kind }) => kind === "walk" && id !== draft.client_id);
    const ends = here.map((parcel) => moment(parcel.draft.ended_at)).concat(asks.last || []);
    const start = moment(draft.started_at);
    const before = ends.filter((end) => end <= start);
    return before.length ? (start - Math.max(...before)) / 3600000 : null;
  }

  /* Of the line that the phone has; null, and told as such, where it has none or the script for it cannot be had. */
  async function share(draft, points) {
    const pack = await packOf(draft);
    const line = pack?.reaches?.find(({ id }) => String(id) === draft.reach)?.line;
    const within = pack?.near?.along_m; // not in a pack of an older version
    const { shareOf } = line && within ? await loadShare().catch(() => ({})) : {};
    return shareOf ? shareOf(points, line, within) : null;
  }

  async function measured(draft) {
    const points = asks.want.km || asks.want.share ? await pointsOf(draft.user, draft.client_id) : [];
    const end = draft.ended_at ? moment(draft.ended_at) : serverNow();
    return {
      minutes: Math.max(0, Math.floor((end - moment(draft.started_at)) / 60000)),
      hours: asks.want.hours ? await hoursSince(draft) : null,
      metres: asks.want.km ? metresOf(points) : null,
      share: asks.want.share ? await share(draft, points) : null,
    };
  }

  async function draw() {
    const draft = current();
    if (!draft) return;
    if (of !== draft.client_id) asks = await learn(draft);
    const lines = asks ? standing(asks, draft.kind, await measured(draft)) : [];
    if (current() !== draft) return;
    for (const list of lists) {
      list.replaceChildren(...lines.map(({ isMet, words }) => make("li", isMet ? "standing-met" : "", words)));
      show(list, lines.length > 0);
    }
  }

  for (const type of ["click", "change", "popstate", "visibilitychange"]) {
    (type === "popstate" ? window : document).addEventListener(type, () => setTimeout(draw, 0));
  }
  // Without a service worker nothing of it would be there when the signal is gone.
  if (own.asks?.want.share && !navigator.serviceWorker?.controller) loadShare().catch(() => {});
  setInterval(draw, EVERY);
  draw();
}
