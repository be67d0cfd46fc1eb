/* Points of one kind (boards, sections, problems …): one shape each, so that colour never stands alone. */
import { worldX, worldY } from "./world.js";

const SIZE = 6; // pixels from the middle to the edge
const CELL = 7; // pixels: of several points in one cell the gravest is drawn

const SHAPES = {
  square: (pen, x, y, r) => pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7),
  diamond: (pen, x, y, r) => corners(pen, x, y, [[0, -r * 1.2], [r * 1.2, 0], [0, r * 1.2], [-r * 1.2, 0]]),
  triangle: (pen, x, y, r) => corners(pen, x, y, [[0, -r * 1.2], [r * 1.15, r * 0.85], [-r * 1.15, r * 0.85]]),
  circle: (pen, x, y, r) => {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
  },
  cross: (pen, x, y, r) => {
    const [a, b] = [r * 0.4, r * 1.1];
    corners(pen, x, y, [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]);
  },
};

function corners(pen, x, y, all) {
  all.forEach(([dx, dy], at) => {
    if (at) pen.lineTo(x + dx, y + dy);
    else pen.moveTo(x + dx, y + dy);
  });
  pen.closePath();
}

export class Spots {
  /* kind: {key, label, shape, classes: [{word, colour}], points: [[pk, lat, lng, class], …]}; the gravest class is the last. */
  constructor(kind) {
    Object.assign(this, { key: kind.key, label: kind.label, shape: kind.shape, styles: kind.classes, url: kind.url });
    const rows = kind.points;
    this.count = rows.length;
    this.ids = new Int32Array(this.count);
    this.classes = new Uint8Array(this.count);
    this.points = new Float64Array(this.count * 2);
    rows.forEach(([pk, lat, lng, number], at) => {
      this.ids[at] = pk;
      this.classes[at] = number;
      this.points[at * 2] = worldX(lng);
      this.points[at * 2 + 1] = worldY(lat);
    });
  }

  draw(pen, view) {
    const { scale, left, top, box } = view;
    const cells = new Map();
    for (let at = 0; at < this.count; at += 1) {
      const wx = this.points[at * 2];
      const wy = this.points[at * 2 + 1];
      if (wx >= box.west && wx <= box.east && wy >= box.north && wy <= box.south) {
        const x = wx * scale - left;
        const y = wy * scale - top;
        const cell = Math.round(x / CELL) * 65536 + Math.round(y / CELL);
        const held = cells.get(cell);
        if (held === undefined || this.classes[at] > this.classes[held]) cells.set(cell, at);
      }
    }
    const size = view.zoom < 11 ? SIZE * 0.7 : SIZE;
    this.styles.forEach((style, number) => this.paint(pen, view, cells, number, style, size));
    return cells.size;
  }

  paint(pen, view, cells, number, style, size) {
    pen.beginPath();
    cells.forEach((at) => {
      if (this.classes[at] !== number) return;
      SHAPES[this.shape](pen, this.points[at * 2] * view.scale - view.left, this.points[at * 2 + 1] * view.scale - view.top, size);
    });
    pen.lineWidth = 2.5;
    pen.strokeStyle = "#fff";
    pen.stroke();
    pen.fillStyle = style.colour;
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = "#1a2733";
    pen.stroke();
  }

  nearest(x, y, within) {
    let [best, least] = [-1, within * within];
    for (let at = 0; at < this.count; at += 1) {
      const away = (this.points[at * 2] - x) ** 2 + (this.points[at * 2 + 1] - y) ** 2;
      // "<=": of several in one place the one drawn last.
      if (away <= least) [best, least] = [at, away];
    }
    return best;
  }

  placeOf(pk) {
    return this.ids.indexOf(pk);
  }

  move(at, lat, lng) {
    this.points[at * 2] = worldX(lng);
    this.points[at * 2 + 1] = worldY(lat);
  }
}
