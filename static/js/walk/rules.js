/* Whether a walk would count as it stands: patrols/norms/rules/counting.py once more, over the figures and the sentences that the
   server sends (patrols/walks/facts.py, ``asks_of``). A test compares the two. */

const DEGREE = 111195; // m
const POOR = 50; // m of error, from which on a point counts for nothing, as on the server
const LOT = 15000; // ms
const GAP = 60000; // ms without a point: what lies between is not known
const STILL = 10; // m, or twice the error where that is more: a phone at rest trembles so far
const FASTEST = 4; // m/s; nobody walks faster

const spoken = (rule, figure) => String(rule === "km" ? figure / 100 : figure);
const filled = (words, told) => words.replace(/\{(\w+)\}/g, (_, name) => told[name]);

function line({ want, said }, rule, have) {
  const told = { have: spoken(rule, have), want: spoken(rule, want[rule]), left: spoken(rule, want[rule] - have) };
  const isMet = have >= want[rule];
  return { rule, isMet, words: filled(said[rule][isMet ? 0 : 1], told) };
}

/* [{rule, isMet, words}], for a walk of this kind that has taken whole ``minutes``, ``hours`` after the last one (null: there was
   none); metres and share (0–1) of its track, null where that is not known. */
export function standing(asks, kind, { minutes, hours = null, metres = null, share = null }) {
  const isBarred = asks.not.includes(kind);
  const ofKind = { rule: "kind", isMet: !isBarred, words: filled(asks.said.kind[isBarred ? 1 : 0], { have: asks.kinds[kind] }) };
  if (isBarred) return [ofKind];
  const lines = asks.tells_kind ? [ofKind] : [];
  if (asks.untimed.includes(kind)) return lines;
  const figures = {
    minutes, hours: hours === null ? null : Math.floor(hours),
    km: metres === null ? null : Math.floor(metres / 10), share: share === null ? null : Math.floor(share * 100),
  };
  for (const rule of ["minutes", "hours", "km", "share"]) {
    const unknown = asks.said[rule][2];
    if (!asks.want[rule]) continue;
    if (figures[rule] !== null) lines.push(line(asks, rule, figures[rule]));
    else if (unknown) lines.push({ rule, isMet: false, words: filled(unknown, { want: spoken(rule, asks.want[rule]) }) });
  }
  return lines;
}

function apart([, aLat, aLng], [, bLat, bLng]) {
  return Math.hypot(bLat - aLat, (bLng - aLng) * Math.cos((aLat * Math.PI) / 180)) * DEGREE;
}

/* One point for those of a quarter of a minute, in their middle: [ms, lat, lng, accuracy, ms of the last, of the first]. */
function lots(points) {
  const found = [];
  for (const point of points) {
    if (point[3] > POOR) continue;
    const lot = found[found.length - 1];
    if (lot && point[0] - lot[0][0] < LOT) lot.push(point);
    else found.push([point]);
  }
  const middle = (lot, which) => lot.map((point) => point[which] || 0).sort((a, b) => a - b)[lot.length >> 1];
  return found.map((lot) =>
    [middle(lot, 0), middle(lot, 1), middle(lot, 2), middle(lot, 3), lot[lot.length - 1][0], lot[0][0]]);
}

/* The way that points [ms, lat, lng, accuracy] tell of: pieces between breaks and jumps, without what a phone at rest trembles. */
export function piecesOf(points) {
  const pieces = [];
  let from = null;
  let before = 0;
  for (const point of lots(points)) {
    const [at, , , error, last, first] = point;
    const isBroken = !from || first - before > GAP;
    const step = isBroken ? 0 : apart(from, point);
    before = last;
    if (!isBroken && step <= Math.max(STILL, 2 * error)) continue;
    if (isBroken || step > FASTEST * (at - from[0]) / 1000 + error) pieces.push([]);
    pieces[pieces.length - 1].push(point);
    from = point;
  }
  return pieces;
}

/* About how far that is; null without points. The server reckons it better when it has them. */
export function metresOf(points) {
  const pieces = piecesOf(points);
  const legs = pieces.flatMap((piece) => piece.slice(1).map((point, at) => apart(piece[at], point)));
  return pieces.length ? legs.reduce((sum, leg) => sum + leg, 0) : null;
}
