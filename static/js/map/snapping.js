/* Where a vertex would rather lie: on the end of a neighbour's line, else on one of its vertices. */
const NEAR = 12; // pixels

/* lines: a Lines; but: the place of the line that is being edited; → {x, y} in world pixels, or null. */
export function snapped(lines, x, y, zoom, but) {
  const within = NEAR / 2 ** zoom;
  const box = { west: x - within, east: x + within, north: y - within, south: y + within };
  const found = { ends: nothing(within), others: nothing(within) };
  for (let line = 0; line < lines.count; line += 1) {
    if (line !== but && lines.inBox(line, box)) lookAt(lines, line, x, y, found);
  }
  return found.ends.place || found.others.place;
}

const nothing = (within) => ({ away: within, place: null });

function lookAt(lines, line, x, y, found) {
  const { points } = lines;
  const first = lines.starts[line];
  const last = lines.starts[line + 1] - 1;
  for (let at = first; at <= last; at += 1) {
    const away = Math.hypot(points[at * 2] - x, points[at * 2 + 1] - y);
    const kept = at === first || at === last ? found.ends : found.others;
    if (away < kept.away) Object.assign(kept, { away, place: { x: points[at * 2], y: points[at * 2 + 1] } });
  }
}
