/* What waits as one file, for an office to take in: with its photos and their digests. */
import { photos, photosOf } from "../lib/store.js";
import { make } from "../lib/dom.js";
import { wall } from "../lib/clock.js";
import { sumOf } from "./sums.js";

const base64 = (blob) => new Promise((done, fail) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => fail(reader.error);
  reader.readAsDataURL(blob);
});

async function photo(each, slot) {
  const blob = await photos.get(each.id);
  if (!blob) return null;
  return { number: each.number, name: each.name || "", slot, sha256: await sumOf(each), jpeg: await base64(blob) };
}

/* Which field of the form each photo belongs to. */
function slots({ draft }) {
  if (!draft.findings) return photosOf(draft).map((each) => [each, `kept${each.of || ""}`]);
  return draft.findings.flatMap(({ photos: found }, index) => found.map((each) => [each, `f${index}-kept`]));
}

async function entry(parcel) {
  const fields = {};
  for (const [name, value] of parcel.fields) fields[name] = [...(fields[name] || []), value];
  const found = await Promise.all(slots(parcel).map(([each, slot]) => photo(each, slot)));
  const url = new URL(parcel.url, location.href).pathname;
  return { id: parcel.id, kind: parcel.kind, url, title: parcel.title, fields, at: Math.round(parcel.at / 1000), photos: found.filter(Boolean) };
}

// ── A server takes so much in one file: more makes several, each complete on its own, in any order ──
const MOST = 19000000; // bytes
const MANY = 200; // parcels
const BESIDE = 600; // bytes beside a photo's own
const ofPhoto = ({ jpeg }) => jpeg.length + BESIDE;
const ofWords = ({ photos: _, ...words }) => 3 * JSON.stringify(words).length; // a sign takes three bytes at most
const weightOf = (each) => each.photos.reduce((sum, found) => sum + ofPhoto(found), ofWords(each));

/* Things in their order, in lots that weigh no more than most. */
function lotsOf(things, weigh, most, many = Infinity) {
  let lot = [];
  let weight = 0;
  const lots = [lot];
  for (const thing of things) {
    if (lot.length && (weight + weigh(thing) > most || lot.length >= many)) {
      lot = [];
      lots.push(lot);
      weight = 0;
    }
    lot.push(thing);
    weight += weigh(thing);
  }
  return lots;
}

/* One that is too heavy alone: the same words with some of its photos each. How many there are in all is left out then. */
function pieces(each, most) {
  const fields = Object.fromEntries(Object.entries(each.fields).filter(([name]) => !name.endsWith("-photo_count")));
  const lots = lotsOf(each.photos, ofPhoto, most - ofWords(each));
  return lots.map((found, index) => ({ ...each, fields, photos: found, part: [index + 1, lots.length] }));
}

/* What each file holds: [[entry, …], …] */
export function partsOf(entries, most = MOST) {
  const heavy = entries.filter((each) => weightOf(each) > most);
  const light = entries.filter((each) => !heavy.includes(each));
  const found = light.length ? lotsOf(light, weightOf, most, MANY) : [];
  return [...found, ...heavy.flatMap((each) => pieces(each, most).map((piece) => [piece]))];
}

/* The files, as links that save them. */
export async function filesOf(all, user, name, most = MOST) {
  const entries = [];
  for (const parcel of all) entries.push(await entry(parcel));
  const parts = partsOf(entries, most);
  return parts.map((found, index) => {
    const told = { format: "hezhang-parcels", version: 1, user: Number(user), name, made_at: Math.round(Date.now() / 1000), parcels: found };
    const link = make("a", "btn btn-outline-primary", `存下第 ${index + 1} 个，共 ${parts.length} 个`);
    link.href = URL.createObjectURL(new Blob([JSON.stringify(told)], { type: "application/json" }));
    link.download = `河长制未上传-${name}-${wall(Date.now()).slice(0, 10)}${parts.length > 1 ? `-${index + 1}` : ""}.json`;
    return link;
  });
}
