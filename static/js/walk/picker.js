/* A map under a cross: the reaches as lines, from the pack (without signal, too) and from the map's own vectors; dragged, pinched,
   or moved with keys. No tiles, no library. */
import { all, one, show } from "../lib/dom.js";
import { eachPoint, latOf, lngOf, metresPerPixel, worldX, worldY } from "../map/world.js";
import { kept } from "../parcels/keeping.js";
import { metresTo, spoken } from "./nearby.js";

const [NEAREST, FARTHEST, FIRST] = [20, 8, 17]; // zoom, as maps count it
const STEP = 40; // pixels of an arrow key
const WAIT = 4000; // ms for the lines of the map
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const SCALES = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]; // m

function pointsOf(line) {
  const points = [];
  eachPoint(line, (lat, lng) => points.push([worldX(lng), worldY(lat)]));
  return points;
}

/* The middle of a line: where the map begins when nothing else is known. */
function middleOf(line) {
  const points = line ? pointsOf(line) : [];
  return points.length ? points[points.length >> 1] : null;
}

const sharpness = () => Math.min(window.devicePixelRatio || 1, 2);
const styleOf = ({ isOwn, isFar }) => (isOwn ? [7, "#3d8fd6"] : [isFar ? 2 : 4, "#9fc3e4"]);

/* What the map of the rivers draws; none without a line, or when it takes too long. */
async function linesOfMap(url) {
  if (!navigator.onLine) return [];
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT);
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "error", signal: stop.signal });
    return answer.ok ? (await answer.json()).lines.map((row) => pointsOf(row[3])) : [];
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/* asked: {user, reach, place, phone, elsewhere, took([lat, lng]), restored(), close()}; gives {close()} */
export async function openPicker(box, { user, reach, place, phone, elsewhere, took, restored, close }) {
  const pack = (await kept.get(`pack:${user}`))?.pack;
  const own = pack?.reaches?.find(({ id }) => String(id) === String(reach));
  const lines = (pack?.reaches || []).filter(({ line }) => line).map((each) => ({ points: pointsOf(each.line), isOwn: each === own }));
  const field = one("[data-adjust-field]", box);
  const canvas = one("canvas", field);
  const pen = canvas.getContext("2d");
  const begun = place || elsewhere;
  const middle = begun ? [worldX(begun[1]), worldY(begun[0])] : middleOf(own?.line) || lines[0]?.points[0] || [worldX(105), worldY(35)];
  const view = { x: middle[0], y: middle[1], zoom: begun ? FIRST : 14 };
  const fingers = new Map();
  let isMoved = false;
  let isOpen = true;

  const scale = () => 2 ** view.zoom;
  const here = () => [latOf(view.y), lngOf(view.x)];
  const size = () => [field.clientWidth, field.clientHeight];

  // ── Drawing ──
  function stroke(points, width, colour) {
    const [w, h] = size();
    pen.beginPath();
    points.forEach(([x, y], at) => pen[at ? "lineTo" : "moveTo"]((x - view.x) * scale() + w / 2, (y - view.y) * scale() + h / 2));
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
  function drawPhone([w, h]) {
    if (!phone) return;
    const [lat, lng, accuracy] = phone;
    const [x, y] = [(worldX(lng) - view.x) * scale() + w / 2, (worldY(lat) - view.y) * scale() + h / 2];
    for (const [radius, colour] of [[((accuracy || 0) / metresPerPixel(lat)) * scale(), "rgba(9,103,166,.15)"], [9, "#fff"], [6, "#0967a6"]]) {
      pen.beginPath();
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      pen.fillStyle = colour;
      pen.fill();
    }
  }
  function drawCross([w, h]) {
    for (const [width, colour] of [[5, "#fff"], [2, "#c62015"]]) {
      pen.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        pen.moveTo(w / 2 + dx * 4, h / 2 + dy * 4);
        pen.lineTo(w / 2 + dx * 22, h / 2 + dy * 22);
      }
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.stroke();
    }
  }
  function drawScale([, h]) {
    const metre = scale() / metresPerPixel(here()[0]); // pixels
    const length = SCALES.find((each) => each * metre >= 50) || SCALES[SCALES.length - 1];
    pen.fillStyle = "#1a2733";
    pen.fillRect(12, h - 16, length * metre, 3);
    pen.font = "14px sans-serif";
    pen.fillText(length < 1000 ? `${length} 米` : `${length / 1000} 公里`, 12, h - 22);
  }
  function draw() {
    if (!isOpen) return;
    const [w, h] = size();
    const sharp = sharpness();
    [canvas.width, canvas.height] = [w * sharp, h * sharp];
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.lineJoin = pen.lineCap = "round";
    for (const line of lines) stroke(line.points, ...styleOf(line));
    drawPhone([w, h]);
    drawCross([w, h]);
    drawScale([w, h]);
    one("[data-adjust-words]", box).textContent = words();
    one("[data-adjust-take]", box).disabled = !place && !isMoved; // nobody has said anything yet
  }
  function words() {
    if (!isMoved && !place) return lines.length ? "还没有定位，请把地图拖到问题所在的地方。" : "手机上还没有河线，可以拖动，也可以取消后记录手机定位。";
    const [lat, lng] = here();
    const seen = [`北纬 ${lat.toFixed(5)}°，东经 ${lng.toFixed(5)}°`];
    if (phone) seen.push(`离手机定位约 ${away(phone)}`);
    if (own?.line) seen.push(`离河线约 ${spoken(metresTo(own.line, here()))}`);
    return seen.join("；");
  }
  function away([lat, lng]) {
    const pixels = Math.hypot(worldX(lng) - view.x, worldY(lat) - view.y);
    const metres = pixels * metresPerPixel(lat);
    return metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
  }

  // ── Moving ──
  function move(dx, dy) {
    view.x += dx / scale();
    view.y += dy / scale();
    isMoved = true;
    draw();
  }
  function zoom(by) {
    view.zoom = Math.max(FARTHEST, Math.min(NEAREST, view.zoom + by));
    draw();
  }
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  };
  function down(event) {
    if (event.target.closest("button")) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    field.setPointerCapture(event.pointerId);
  }
  function drag(event) {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const wide = spread();
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const part = fingers.size;
    if (wide) zoom(Math.log2(Math.max(1, spread()) / wide));
    move((before[0] - event.clientX) / part, (before[1] - event.clientY) / part);
  }
  const lift = ({ pointerId }) => fingers.delete(pointerId);
  function key(event) {
    if (event.key === "Escape") close();
    else if (event.key === "Tab") keepInside(event);
    else if (event.target !== field) return;
    else if (KEYS[event.key]) move(...KEYS[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }
  function keepInside(event) {
    const stops = [field, ...all("button:not([hidden])", box)];
    const end = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== end) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  const heard = [
    [field, "pointerdown", down], [field, "pointermove", drag], [field, "pointerup", lift], [field, "pointercancel", lift],
    [field, "wheel", (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 0.5 : -0.5);
    }],
    [box, "keydown", key], [window, "resize", draw],
    [box, "click", ({ target }) => {
      const by = target.closest("[data-zoom]");
      if (by) zoom(Number(by.dataset.zoom));
      else if (target.closest("[data-adjust-take]")) took(here().map((degrees) => Number(degrees.toFixed(6))));
      else if (target.closest("[data-adjust-restore]")) restored();
      else if (target.closest("[data-adjust-close]")) close();
    }],
  ];
  for (const [node, type, act] of heard) node.addEventListener(type, act, { passive: false });
  show(one("[data-adjust-restore]", box), Boolean(phone));
  show(box, true);
  draw();
  one(".adjust-head", box).focus();
  linesOfMap(box.dataset.lines).then((found) => {
    lines.unshift(...found.map((points) => ({ points, isFar: true })));
    draw();
  });
  return {
    close() {
      isOpen = false;
      for (const [node, type, act] of heard) node.removeEventListener(type, act);
      show(box, false);
    },
  };
}
