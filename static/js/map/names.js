/* The names of rivers beside their lines, once the map is near enough to have room for them. */
const NEAR = 12; // the zoom from which names are written
const MANY = 600; // lines in view, beyond which they would only cover one another
const LEAST = 60; // pixels of a line that bears a name
const PAD = 4;

/* Per river its longest line in view and the point in the middle of what is seen of it. */
function places(lines, view, tiers, widest) {
  const found = new Map();
  let seen = 0;
  for (let line = 0; line < lines.count && seen <= MANY; line += 1) {
    if (tiers[lines.tiers[line]] && lines.inBox(line, view.box)) {
      seen += 1;
      const told = middle(lines, line, view, widest);
      const known = found.get(lines.rivers[line]);
      if (told && (!known || told.length > known.length)) found.set(lines.rivers[line], told);
    }
  }
  return seen > MANY ? new Map() : found;
}

function middle({ points, starts }, line, { scale, left, top, size }, margin) {
  const inside = [];
  let length = 0;
  for (let at = starts[line]; at < starts[line + 1]; at += 1) {
    const x = points[at * 2] * scale - left;
    const y = points[at * 2 + 1] * scale - top;
    if (x > margin.x && y > margin.y && x < size.x - margin.x && y < size.y - margin.y) {
      const last = inside[inside.length - 1];
      if (last) length += Math.hypot(x - last[0], y - last[1]);
      inside.push([x, y]);
    }
  }
  const spot = inside[Math.floor(inside.length / 2)];
  return spot && length >= LEAST ? { length, spot } : null;
}

/* `over`: how far the canvas hangs over the window on each side. */
export function drawNames(pen, view, lines, tiers, names, over) {
  if (view.zoom < NEAR || !names) return;
  const ranked = Array.from(places(lines, view, tiers, over)).sort((one, other) => other[1].length - one[1].length);
  const taken = [];
  pen.font = "600 13px sans-serif";
  pen.lineWidth = 4;
  pen.strokeStyle = "#fff";
  pen.fillStyle = "#10405f";
  ranked.forEach(([river, { spot: [x, y] }]) => {
    const words = names[river];
    if (!words) return;
    const box = [x + PAD, y - 20, x + PAD * 2 + pen.measureText(words).width, y];
    if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) return;
    taken.push(box);
    pen.strokeText(words, x + PAD, y - PAD);
    pen.fillText(words, x + PAD, y - PAD);
  });
}
