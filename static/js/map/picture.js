/* What is on the canvas: lines, shapes and points, what lies under a finger, and what has been chosen. */
import { drawDegrees, drawNet } from "./ground.js";
import { drawNames } from "./names.js";
import { latOf, lngOf, worldX, worldY } from "./world.js";

const { L } = window;
const FINGER = matchMedia("(pointer: coarse)").matches ? 18 : 9; // pixels
const WATER = { fill: "#cfe6f5", edge: "#7fb3d6" };
const PLAIN = [{ colour: "#5c6a77", dash: [], width: 1 }];

export class Picture {
  constructor(map, hasTiles) {
    this.map = map;
    this.hasTiles = hasTiles;
    this.lines = null;
    this.areas = null;
    this.names = null; // river → its name
    this.styles = PLAIN;
    this.tiers = [true, true, true, true];
    this.kinds = []; // Spots that are switched on
    this.mark = null;
  }

  paint(pen, view) {
    const labels = this.hasTiles ? [] : drawNet(pen, view);
    if (this.areas) this.paintAreas(pen, view);
    if (this.lines) this.lines.draw(pen, view, this.styles, this.tiers);
    this.kinds.forEach((kind) => { kind.draw(pen, view); });
    const over = this.map.getSize().multiplyBy(0.2).round();
    if (this.lines) drawNames(pen, view, this.lines, this.tiers, this.names, over);
    drawDegrees(pen, view, labels, over);
  }

  /* Lakes and reservoirs: rings, filled. */
  paintAreas(pen, view) {
    const { points, starts, count } = this.areas;
    pen.beginPath();
    for (let area = 0; area < count; area += 1) {
      if (this.areas.inBox(area, view.box)) {
        for (let at = starts[area]; at < starts[area + 1]; at += 1) {
          const x = points[at * 2] * view.scale - view.left;
          const y = points[at * 2 + 1] * view.scale - view.top;
          if (at === starts[area]) pen.moveTo(x, y);
          else pen.lineTo(x, y);
        }
        pen.closePath();
      }
    }
    pen.fillStyle = WATER.fill;
    pen.strokeStyle = WATER.edge;
    pen.lineWidth = 1;
    pen.fill();
    pen.stroke();
  }

  /* "board-3" or "reach-12" under a position, "" where there is nothing. */
  under(latlng, within = FINGER) {
    const x = worldX(latlng.lng);
    const y = worldY(latlng.lat);
    const far = within / 2 ** this.map.getZoom();
    for (let place = this.kinds.length - 1; place >= 0; place -= 1) {
      const kind = this.kinds[place];
      const at = kind.nearest(x, y, far);
      if (at >= 0) return `${kind.key}-${kind.ids[at]}`;
    }
    const line = this.lines ? this.lines.nearest(x, y, far, this.tiers) : -1;
    if (line >= 0) return `reach-${this.lines.reaches[line]}`;
    const area = this.areas ? this.areas.around(x, y) : -1;
    return area >= 0 ? `river-${this.areas.rivers[area]}` : "";
  }

  /* The lines a choice stands for: a reach's own, or all of a river. */
  linesOf(kind, key) {
    if (!this.lines) return [];
    if (kind === "river") return this.lines.ofRiver(key);
    return kind === "reach" && this.lines.places.has(key) ? [this.lines.places.get(key)] : [];
  }

  /* The ring of a lake. */
  areasOf(kind, key) {
    return this.areas && kind === "river" ? this.areas.ofRiver(key) : [];
  }

  spotOf(kind, key) {
    const spots = this.kinds.find((one) => one.key === kind);
    const at = spots ? spots.placeOf(key) : -1;
    return at < 0 ? null : { spots, at, latlng: L.latLng(latOf(spots.points[at * 2 + 1]), lngOf(spots.points[at * 2])) };
  }

  boundsOf(kind, key) {
    const lines = this.linesOf(kind, key);
    const areas = this.areasOf(kind, key);
    const box = (lines.length && this.lines.bounds(lines)) || (areas.length && this.areas.bounds(areas));
    if (box) return toBounds(box);
    const spot = this.spotOf(kind, key);
    return spot ? L.latLngBounds([spot.latlng, spot.latlng]) : null;
  }

  all() {
    const box = this.lines ? this.lines.bounds() : null;
    return box ? toBounds(box) : null;
  }

  /* The box around all points that are shown: where to look while nobody has drawn a line. */
  spread() {
    const found = L.latLngBounds([]);
    this.kinds.forEach((kind) => {
      for (let at = 0; at < kind.count; at += 1) found.extend([latOf(kind.points[at * 2 + 1]), lngOf(kind.points[at * 2])]);
    });
    return found.isValid() ? found.pad(0.1) : null;
  }

  /* Ring what is chosen: drawn by Leaflet, above the canvas, so that choosing does not draw everything again. */
  ring(kind, key) {
    if (this.mark) this.mark.remove();
    this.mark = null;
    const spot = this.spotOf(kind, key);
    const paths = this.linesOf(kind, key).map((line) => latlngs(this.lines, line));
    this.areasOf(kind, key).forEach((area) => { paths.push(latlngs(this.areas, area, true)); });
    if (paths.length) {
      const under = L.polyline(paths, { color: "#fff", weight: 12, opacity: 0.9, interactive: false });
      const over = L.polyline(paths, { color: "#0b6aa6", weight: 5, interactive: false, dashArray: "1 9" });
      const edge = L.polyline(paths, { color: "#1a2733", weight: 9, opacity: 0.85, interactive: false });
      this.mark = L.layerGroup([under, edge, L.polyline(paths, { color: "#ffd54a", weight: 5, interactive: false }), over]);
    } else if (spot) {
      this.mark = L.circleMarker(spot.latlng, { radius: 14, color: "#1a2733", weight: 3, fillColor: "#ffd54a", fillOpacity: 0.5, interactive: false });
    }
    if (this.mark) this.mark.addTo(this.map);
  }
}

function latlngs({ points, starts }, line, isRing) {
  const found = [];
  for (let at = starts[line]; at < starts[line + 1]; at += 1) found.push(L.latLng(latOf(points[at * 2 + 1]), lngOf(points[at * 2])));
  return isRing ? found.concat(found.slice(0, 1)) : found;
}

function toBounds([west, north, east, south]) {
  return L.latLngBounds([latOf(south), lngOf(west)], [latOf(north), lngOf(east)]);
}
