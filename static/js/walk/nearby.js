/* What a position is compared with, from what is on the phone (parcels/pack.js): the line of its reach, and outfalls, boards
   and the like beside it. Asked gently, with one tap to answer, and never in the way of handing in. */
import { all, make, one, show } from "../lib/dom.js";
import { eachPoint } from "../map/world.js";
import { kept } from "../parcels/keeping.js";

const DEGREE = 111195; // m
const MOST = 3;

/* Where a point lies, seen from a place: metres east and north. */
const seenFrom = ([lat, lng]) => (north, east) => [(east - lng) * DEGREE * Math.cos((lat * Math.PI) / 180), (north - lat) * DEGREE];

/* How far the leg between two points stays from where one stands. */
function toLeg([ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const part = square ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / square)) : 0;
  return Math.hypot(ax + part * dx, ay + part * dy);
}

/* Metres from a place to an encoded line; Infinity for none. */
export function metresTo(line, place) {
  const see = seenFrom(place);
  let before = null;
  let least = Infinity;
  eachPoint(line, (lat, lng) => {
    const now = see(lat, lng);
    least = Math.min(least, toLeg(before || now, now));
    before = now;
  });
  return least;
}

/* How far off the reach, in metres; 0 where it is near enough, may be, or nothing is known. */
export function farOff(pack, reach, place) {
  const line = pack?.reaches?.find(({ id }) => String(id) === String(reach))?.line;
  const most = pack?.near?.ask_m;
  if (!line || !most || !place) return 0;
  const metres = metresTo(line, place);
  return metres - (place[2] || 0) > most ? metres : 0;
}

/* The nearest things within the district's distance: [{id, name, metres}] */
export function thingsAt(pack, place) {
  const most = pack?.near?.link_m;
  if (!most || !place) return [];
  const see = seenFrom(place);
  const found = (pack.things || []).map(([id, name, lat, lng]) => ({ id, name, metres: Math.hypot(...see(lat, lng)) }));
  return found.filter(({ metres }) => metres <= most).sort((a, b) => a.metres - b.metres).slice(0, MOST);
}

export const spoken = (metres) => (metres < 1000 ? `${Math.round(metres / 10) * 10} 米` : `${(metres / 1000).toFixed(1)} 公里`);

/* draw(which, place) once a place is shown: start, finding or end. current() is the draft, finding() the finding that is open. */
export function nearby({ page, current, finding, save }) {
  const drawn = {}; // which → the place that is shown: an answer for another comes too late

  async function draw(which, place) {
    drawn[which] = place;
    const box = one(`[data-place="${which}"]`, page);
    if (!place) show(one("[data-place-ask]", box), false);
    const found = await kept.get(`pack:${current().user}`);
    if (drawn[which] !== place || !current()) return;
    const metres = place?.[3] ? 0 : farOff(found?.pack, current().reach, place);
    show(one("[data-place-ask]", box), metres > 0);
    one("[data-place-far]", box).textContent = metres ? `离河段约 ${spoken(metres)}，位置对吗？` : "";
    if (which === "finding" && finding()) drawThings(finding(), thingsAt(found?.pack, place));
  }

  function drawThings(each, near) {
    const box = one("[data-things]", page);
    const { thing } = each;
    const listed = !thing || near.some(({ id }) => id === thing.id) ? near : [thing, ...near];
    all("button", box).forEach((button) => button.remove());
    box.append(...listed.map(({ id, name, metres }) => {
      const button = make("button", "chip");
      button.append(make("span", "", metres === undefined ? name : `${name}（约 ${Math.max(1, Math.round(metres))} 米）`));
      Object.assign(button, { type: "button" });
      Object.assign(button.dataset, { thing: id, name });
      button.setAttribute("aria-pressed", String(thing?.id === id));
      return button;
    }));
    show(box, listed.length > 0);
  }

  page.addEventListener("click", ({ target }) => {
    const right = target.closest("[data-right]");
    const chip = target.closest("[data-thing]");
    if (!current() || (!right && !chip)) return;
    if (chip) {
      const { thing: id, name } = chip.dataset;
      finding().thing = finding().thing?.id === id ? null : { id, name };
      for (const each of all("[data-thing]", page)) each.setAttribute("aria-pressed", String(finding().thing?.id === each.dataset.thing));
    } else {
      const box = right.closest("[data-place]");
      drawn[box.dataset.place][3] = 1; // with the place itself: another one is asked about again
      show(one("[data-place-ask]", box), false);
    }
    save();
  });
  return { draw };
}
