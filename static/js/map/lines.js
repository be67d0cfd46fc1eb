/* All lines in a few typed arrays: decoded once, drawn many times. What a zoom shows of them is chosen once per zoom. */
import { countPoints, eachPoint, worldX, worldY } from "./world.js";

const APART = 1.2; // pixels: points that lie closer together are not drawn
const CHUNK = 1500; // points in one stroke: software drawing slows down with the length of a path
const WIDTHS = [6, 4.5, 3, 2]; // by tier, the widest beneath: a village's reach lies on its town's
const FAR = 11; // below this zoom lines are drawn thinner

export class Lines {
  /* rows: [[reach, river, tier, encoded], …]; tier 0 (city) to 3 (village). */
  constructor(rows) {
    const count = rows.length;
    this.count = count;
    this.reaches = new Int32Array(count);
    this.rivers = new Int32Array(count);
    this.tiers = new Uint8Array(count);
    this.classes = new Uint8Array(count);
    this.starts = new Uint32Array(count + 1);
    this.boxes = new Float64Array(count * 4); // west, north, east, south in world pixels
    this.places = new Map();
    this.shown = new Map(); // zoom → what of the points is drawn
    let total = 0;
    rows.forEach((row, at) => {
      this.starts[at] = total;
      total += countPoints(row[3]);
    });
    this.starts[count] = total;
    this.points = new Float64Array(total * 2);
    rows.forEach((row, at) => this.take(row, at));
  }

  take([reach, river, tier, encoded], at) {
    const { points, boxes } = this;
    let to = this.starts[at] * 2;
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    this.reaches[at] = reach;
    this.rivers[at] = river;
    this.tiers[at] = tier;
    this.places.set(reach, at);
    eachPoint(encoded, (lat, lng) => {
      const x = worldX(lng);
      const y = worldY(lat);
      points[to] = x;
      points[to + 1] = y;
      to += 2;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    });
    boxes.set([west, north, east, south], at * 4);
  }

  /* The points worth drawing at this zoom: {starts, picked}; made when the zoom is first seen. */
  shownAt(zoom) {
    const known = this.shown.get(zoom);
    if (known) return known;
    const { points, starts, count } = this;
    const apart = (APART / 2 ** zoom) ** 2;
    const picked = new Uint32Array(points.length / 2);
    const from = new Uint32Array(count + 1);
    let size = 0;
    for (let line = 0; line < count; line += 1) {
      from[line] = size;
      const last = starts[line + 1] - 1;
      let x = Infinity;
      let y = Infinity;
      for (let at = starts[line]; at <= last; at += 1) {
        const dx = points[at * 2] - x;
        const dy = points[at * 2 + 1] - y;
        if (at === last || !(dx * dx + dy * dy < apart)) {
          picked[size] = at;
          size += 1;
          x = points[at * 2];
          y = points[at * 2 + 1];
        }
      }
    }
    from[count] = size;
    const made = { starts: from, picked: picked.slice(0, size) };
    this.shown.set(zoom, made);
    return made;
  }

  inBox(line, box) {
    const at = line * 4;
    const boxes = this.boxes;
    return boxes[at] <= box.east && boxes[at + 2] >= box.west && boxes[at + 1] <= box.south && boxes[at + 3] >= box.north;
  }

  /* view: {zoom, scale, left, top, box}; styles: one {colour, dash, width} per class; tiers: which are switched on. */
  draw(context, view, styles, tiers) {
    const groups = this.grouped(view.box, styles.length, tiers);
    const thin = view.zoom < FAR ? 0.6 : 1;
    const dashed = groups.drawn < 3000; // dashes of thousands of lines take seconds without a graphics card
    // The last class is that of nothing known or nothing wrong: it lies beneath the others.
    const order = styles.map((_, number) => (number + styles.length - 1) % styles.length);
    let drawn = 0;
    WIDTHS.forEach((width, tier) => {
      order.forEach((number) => {
        const style = styles[number];
        const group = groups.found[tier * styles.length + number];
        if (!group) return;
        context.lineWidth = width * thin * (style.width || 1);
        const hasGaps = dashed && style.dash.length > 0;
        if (hasGaps) this.blank(context, view, group);
        context.strokeStyle = style.colour;
        context.setLineDash(hasGaps ? style.dash : []);
        drawn += this.stroke(context, view, group);
      });
    });
    context.setLineDash([]);
    return drawn;
  }

  /* White beneath a dashed line: its gaps would take the colour of the wider line below for their own. */
  blank(context, view, group) {
    context.strokeStyle = "#fff";
    context.setLineDash([]);
    this.stroke(context, view, group);
  }

  /* The lines in the box by tier and class: what is drawn with one pen. */
  grouped(box, classes, tiers) {
    const found = [];
    let drawn = 0;
    for (let line = 0; line < this.count; line += 1) {
      const tier = this.tiers[line];
      if (tiers[tier] && this.inBox(line, box)) {
        const key = tier * classes + this.classes[line];
        if (!found[key]) found[key] = [];
        found[key].push(line);
        drawn += 1;
      }
    }
    return { found, drawn };
  }

  stroke(context, view, group) {
    const { points } = this;
    const { starts, picked } = this.shownAt(view.zoom);
    const { scale, left, top } = view;
    let count = 0;
    let total = 0;
    context.beginPath();
    for (const line of group) {
      const from = starts[line];
      const until = starts[line + 1];
      for (let at = from; at < until; at += 1) {
        const x = points[picked[at] * 2] * scale - left;
        const y = points[picked[at] * 2 + 1] * scale - top;
        if (at === from) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      count += until - from;
      if (count > CHUNK) {
        context.stroke();
        context.beginPath();
        total += count;
        count = 0;
      }
    }
    context.stroke();
    return total + count;
  }

  /* The line nearest to a world point, at most `reach` world pixels away; of several the smallest tier. -1: none. */
  nearest(x, y, within, tiers) {
    const box = { west: x - within, east: x + within, north: y - within, south: y + within };
    let [best, least] = [-1, within];
    for (let line = 0; line < this.count; line += 1) {
      if (tiers[this.tiers[line]] && this.inBox(line, box)) {
        const away = this.distance(line, x, y);
        // A little farther is nearer when the reach is a smaller one: both lie on the same water.
        const near = away - this.tiers[line] * within * 0.2;
        if (away < within && near < least) [best, least] = [line, near];
      }
    }
    return best;
  }

  distance(line, x, y) {
    const { points, starts } = this;
    let least = Infinity;
    for (let at = starts[line]; at < starts[line + 1] - 1; at += 1) {
      const far = toSegment(x, y, points[at * 2], points[at * 2 + 1], points[at * 2 + 2], points[at * 2 + 3]);
      if (far < least) least = far;
    }
    return Math.sqrt(least);
  }

  /* The smallest ring around a world point: an island's lake lies in the larger one. -1: none. */
  around(x, y) {
    const box = { west: x, east: x, north: y, south: y };
    let [best, least] = [-1, Infinity];
    for (let ring = 0; ring < this.count; ring += 1) {
      const at = ring * 4;
      const size = (this.boxes[at + 2] - this.boxes[at]) * (this.boxes[at + 3] - this.boxes[at + 1]);
      if (size < least && this.inBox(ring, box) && this.holds(ring, x, y)) [best, least] = [ring, size];
    }
    return best;
  }

  /* Whether the ring goes around the point: a ray to the east crosses it an odd number of times. */
  holds(ring, x, y) {
    const { points, starts } = this;
    let inside = false;
    for (let at = starts[ring], last = starts[ring + 1] - 1; at < starts[ring + 1]; last = at, at += 1) {
      const [ax, ay, bx, by] = [points[at * 2], points[at * 2 + 1], points[last * 2], points[last * 2 + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  /* West, north, east, south of these lines (all when none are named), or null. */
  bounds(lines) {
    const all = lines || Array.from({ length: this.count }, (_, line) => line);
    if (!all.length) return null;
    const found = [Infinity, Infinity, -Infinity, -Infinity];
    all.forEach((line) => {
      const box = this.boxes.subarray(line * 4, line * 4 + 4);
      found[0] = Math.min(found[0], box[0]);
      found[1] = Math.min(found[1], box[1]);
      found[2] = Math.max(found[2], box[2]);
      found[3] = Math.max(found[3], box[3]);
    });
    return found[0] <= found[2] ? found : null;
  }

  ofRiver(river) {
    const found = [];
    this.rivers.forEach((one, line) => { if (one === river) found.push(line); });
    return found;
  }
}

/* The square of the distance from a point to a stretch. */
export function toSegment(x, y, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const part = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return (ax + part * dx - x) ** 2 + (ay + part * dy - y) ** 2;
}
