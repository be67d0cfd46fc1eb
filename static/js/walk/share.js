/* About how much of its reach a walk has gone along so far: patrols/tracks/rules/covering.py once more, over the coarse line
   that the phone has (parcels/pack.js). Loaded where the district asks for a share; a test compares the two. */
import { eachPoint } from "../map/world.js";
import { piecesOf } from "./rules.js";

const DEGREE = 111195; // m
const STEP = 5; // m between two places of the line at which it is asked
const MOST = 2000; // of them
const FEWEST = 20;
const WAY = 10; // m between two places of the way

/* Metres east and north of the line's first point. */
function planeAt([lat, lng]) {
  const shrunk = Math.cos((lat * Math.PI) / 180);
  return ([north, east]) => [(east - lng) * DEGREE * shrunk, (north - lat) * DEGREE];
}

/* Places along a line of [x, y]: one in the middle of each of ``count`` equal parts. */
function spread(line, count, total) {
  const spots = [];
  let gone = 0;
  for (let at = 1; at < line.length; at += 1) {
    const [[ax, ay], [bx, by]] = [line[at - 1], line[at]];
    const leg = Math.hypot(bx - ax, by - ay);
    for (let due = ((spots.length + 0.5) * total) / count; spots.length < count && due <= gone + leg; due += total / count) {
      const part = leg ? (due - gone) / leg : 0;
      spots.push([ax + part * (bx - ax), ay + part * (by - ay)]);
    }
    gone += leg;
  }
  return spots;
}

const lengthOf = (line) => line.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - line[at][0], y - line[at][1]), 0);

function toLeg([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const part = square ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
  return Math.hypot(ax + part * dx - x, ay + part * dy - y);
}

/* Which spots lie near a leg of this piece: a mark each. */
function nearTo(piece, spots, within) {
  const near = new Uint8Array(spots.length);
  for (let leg = 1; leg < piece.length; leg += 1) {
    const [a, b] = [piece[leg - 1], piece[leg]];
    const [west, east] = [Math.min(a[0], b[0]) - within, Math.max(a[0], b[0]) + within];
    const [south, north] = [Math.min(a[1], b[1]) - within, Math.max(a[1], b[1]) + within];
    spots.forEach((spot, at) => {
      if (near[at] || spot[0] < west || spot[0] > east || spot[1] < south || spot[1] > north) return;
      if (toLeg(spot, a, b) <= within) near[at] = 1;
    });
  }
  return near;
}

/* The spot that each place of the way passes, where it is near enough. */
function passedBy(piece, spots, within) {
  const passed = new Uint8Array(spots.length);
  const total = lengthOf(piece);
  for (const [x, y] of [piece[0], ...spread(piece, Math.max(2, Math.ceil(total / WAY)), total), piece[piece.length - 1]]) {
    let least = within;
    let nearest = -1;
    spots.forEach((spot, at) => {
      const far = Math.abs(spot[0] - x) <= least && Math.abs(spot[1] - y) <= least ? Math.hypot(spot[0] - x, spot[1] - y) : Infinity;
      if (far <= least) [least, nearest] = [far, at];
    });
    if (nearest >= 0) passed[nearest] = 1;
  }
  return passed;
}

/* Of each stretch of near spots, from the first that was passed to the last: where the way ends, what lies ahead of it within
   the distance is not walked either. */
function mark(walked, near, passed, around) {
  for (let first = near.indexOf(1); first >= 0; ) {
    const next = near.indexOf(0, first);
    const last = (next < 0 ? near.length : next) - 1;
    const from = passed.indexOf(1, Math.max(0, first - around));
    const to = passed.lastIndexOf(1, last + around);
    if (from >= 0 && to >= from) walked.fill(1, Math.max(from, first), Math.min(to, last) + 1);
    first = near.indexOf(1, last + 1);
  }
}

/* 0–1 of the encoded line, gone along within so many metres by points as track.js keeps them; null without a line or points. */
export function shareOf(points, drawn, within) {
  const raw = [];
  eachPoint(drawn || "", (lat, lng) => raw.push([lat, lng]));
  const pieces = piecesOf(points);
  if (!pieces.length || raw.every(([lat, lng]) => lat === raw[0][0] && lng === raw[0][1])) return null;
  const flat = planeAt(raw[0]);
  const line = raw.map(flat);
  const total = lengthOf(line);
  const count = Math.min(MOST, Math.max(FEWEST, Math.round(total / STEP)));
  const spots = spread(line, count, total);
  const walked = new Uint8Array(count);
  for (const piece of pieces.filter(({ length }) => length > 1)) {
    const way = piece.map(([, lat, lng]) => flat([lat, lng]));
    mark(walked, nearTo(way, spots, within), passedBy(way, spots, within), Math.ceil((within * count) / total));
  }
  return walked.reduce((sum, one) => sum + one, 0) / count;
}
