/* The legend: each class as it is drawn, its words and how many there are. It folds, part by part, and stays as it was left. */
import { make } from "../lib/dom.js";

const NS = "http://www.w3.org/2000/svg";
const SHAPES = {
  square: "M4 4h12v12H4z",
  diamond: "M10 2l8 8-8 8-8-8z",
  triangle: "M10 3l8 14H2z",
  circle: "M10 3a7 7 0 1 0 .01 0z",
  cross: "M7 2h6v5h5v6h-5v5H7v-5H2V7h5z",
};

function drawing(width, shape, looks) {
  const svg = document.createElementNS(NS, "svg");
  const part = document.createElementNS(NS, shape.length > 2 && shape[0] === "M" ? "path" : "line");
  svg.setAttribute("viewBox", `0 0 ${width} 20`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", width > 20 ? "legend-line" : "legend-spot");
  Object.entries(looks).forEach(([name, value]) => { part.setAttribute(name, value); });
  svg.appendChild(part);
  return svg;
}

const lineOf = (shade) => drawing(40, "line", {
  x1: 2, y1: 10, x2: 38, y2: 10, stroke: shade.colour, "stroke-width": 4 * (shade.width || 1), "stroke-dasharray": shade.dash.join(" "),
});

const spotOf = (shape, shade) => drawing(20, SHAPES[shape], { d: SHAPES[shape], fill: shade.colour, stroke: "#1a2733" });

const KEY = "map-legend";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (_) {
    return {}; // no storage in this browser: it opens as it does at first
  }
}

/* Opens the part as it was left, else as it is at first, and remembers what becomes of it by hand (not by printing). */
export function remember(part, name, first) {
  const known = kept()[name];
  part.open = typeof known === "boolean" ? known : first;
  part.querySelector("summary").addEventListener("click", () => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...kept(), [name]: !part.open }));
    } catch (_) {
      // Nothing is lost but the memory.
    }
  });
}

function group(name, title, shades, sample, counts, note) {
  const box = make("details", "legend-group");
  const list = make("ul", "legend-list");
  box.appendChild(make("summary", "legend-title", title));
  // What the colours mean is what one asks first; the points say by their shapes that they are others.
  remember(box, name, name === "lines");
  shades.forEach((shade, number) => {
    const line = make("li");
    line.appendChild(sample(shade));
    line.appendChild(make("span", "", shade.word));
    line.appendChild(make("span", "legend-count", String(counts[number] || 0)));
    list.appendChild(line);
  });
  box.appendChild(list);
  if (note) box.appendChild(make("p", "legend-note", note));
  return box;
}

/* colours: the answer of map_colours or null; kinds: the Spots that are switched on. */
export function showLegend(box, colours, kinds) {
  box.textContent = "";
  if (colours) {
    const counts = colours.classes.map((shade) => shade.reaches.length);
    box.appendChild(group("lines", `河段：${colours.label}`, colours.classes, lineOf, counts, colours.note));
  }
  kinds.forEach((kind) => {
    const counts = kind.styles.map((_, number) => kind.classes.reduce((sum, one) => sum + (one === number), 0));
    box.appendChild(group(kind.key, kind.label, kind.styles, (shade) => spotOf(kind.shape, shade), counts, ""));
  });
}
