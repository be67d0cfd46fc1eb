/* The page of the map: its controls, what is chosen, and the address that remembers both. */
import { all, make, on, one } from "./lib/dom.js";
import { readAddress, split, writeAddress } from "./map/address.js";
import { askJson } from "./map/asking.js";
import { Hand } from "./map/editing.js";
import { Canvas } from "./map/layer.js";
import { remember, showLegend } from "./map/legend.js";
import { Lines } from "./map/lines.js";
import { armPaper } from "./map/paper.js";
import { Picture } from "./map/picture.js";
import { Knife } from "./map/splitting.js";
import { Spots } from "./map/spots.js";

const { L, htmx } = window;
const CHINA = [[18, 74], [53, 135]];
const NEAR = 60; // pixels from the middle, for whoever chooses with the keyboard
const REST = 350; // ms without a movement before the rows are asked for

const root = one("[data-map]");
const asked = one("[data-map-asked]");
const panel = one("[data-map-panel]");
const rows = one("[data-map-rows]");
const wide = matchMedia("(min-width: 992px)").matches; // else legend and rows open when they are asked for
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const map = L.map(root, { zoomControl: false, attributionControl: false, zoomAnimation: !calm, fadeAnimation: false, inertia: !calm, minZoom: 4, maxZoom: 18 });
const tiles = root.dataset.tiles ? root.dataset.tiles.split(" ") : [];
const picture = new Picture(map, tiles.length > 0);
const canvas = new Canvas((pen, view) => picture.paint(pen, view));
const state = readAddress(root.dataset.pick, "keeps" in root.dataset);
let colours = null;
let waiting = 0;

function say(words) {
  one("[data-map-say]").textContent = words;
}

const join = (url, words) => `${url}${url.includes("?") ? "&" : "?"}${words}`;

function query(more = {}) {
  const words = new URLSearchParams({ by: state.by, ...more });
  if (state.on) words.set("on", state.on);
  return words.toString();
}

// ── Controls ──
function fill() {
  const field = (name) => asked.elements.namedItem(name);
  if (state.by && one(`option[value="${CSS.escape(state.by)}"]`, field("by"))) field("by").value = state.by;
  if (state.on) field("on").value = state.on;
  if (!field("on").value) field("on").value = field("on").max;
  all("[name=tiers]", asked).forEach((box) => { box.checked = !state.tiers || state.tiers.includes(box.value); });
  all("[name=kinds]", asked).forEach((box) => {
    const pickedKind = split(state.pick).kind === box.value;
    box.checked = pickedKind || (state.kinds ? state.kinds.includes(box.value) : box.defaultChecked);
  });
  take();
}

function take() {
  const ticked = (name) => all(`[name=${name}]:checked`, asked).map((box) => box.value);
  const day = asked.elements.namedItem("on");
  if (day.value && !day.validity.valid) {
    say("截至日期不能晚于今天。");
    day.value = day.max;
  }
  state.by = asked.elements.namedItem("by").value;
  state.on = day.value && day.value !== day.max && day.validity.valid ? day.value : "";
  state.tiers = ticked("tiers");
  state.kinds = ticked("kinds");
  picture.tiers = all("[name=tiers]", asked).map((box) => box.checked);
}

asked.addEventListener("change", (event) => {
  const { name } = event.target;
  take();
  if (name === "by" || name === "on") colour();
  if (name === "kinds" || name === "on") points();
  if (name === "on" && state.pick && !root.dataset.editing) choose(state.pick, false);
  if (name === "tiers") canvas.repaint();
  settled();
});
asked.addEventListener("submit", (event) => event.preventDefault());

// ── What is drawn ──
async function colour() {
  const told = await askJson("colours", `${root.dataset.colours}?${query()}`);
  if (!told) return;
  colours = told;
  dye();
  canvas.repaint();
  legend();
}

function lay(told) {
  picture.lines = new Lines(told.lines);
  picture.names = told.names;
  picture.areas = new Lines(told.shapes.map(([river, drawn]) => [0, river, 0, drawn]));
}

function dye() {
  if (!colours || !picture.lines) return;
  const { lines } = picture;
  picture.styles = colours.classes;
  lines.classes.fill(colours.classes.length - 1);
  colours.classes.forEach((shade, number) => shade.reaches.forEach((reach) => {
    const line = lines.places.get(reach);
    if (line !== undefined) lines.classes[line] = number;
  }));
}

function pointsOf(kind) {
  const box = one(`[name=kinds][value="${kind}"]`, asked);
  const url = box?.dataset.points || root.dataset.points;
  return askJson(`points-${kind}`, join(url, query({ kind })));
}

async function points() {
  show(await Promise.all(state.kinds.map(pointsOf)));
  canvas.repaint();
  legend();
  if (state.pick) ring();
}

function show(told) {
  picture.kinds = told.filter((kind) => kind && state.kinds.includes(kind.key)).map((kind) => new Spots(kind));
}

function legend() {
  showLegend(one("[data-map-legend]"), colours, picture.kinds);
  root.dataset.drawn = String(Number(root.dataset.drawn || 0) + 1);
}

// ── What is chosen ──
function ring() {
  const { kind, key } = split(state.pick);
  picture.ring(kind, key);
}

function urlOf({ kind, key }) {
  const box = one(`[name=kinds][value="${kind}"]`, asked);
  const pattern = box ? box.dataset.panel : kind === "reach" ? root.dataset.reach : "";
  return pattern ? `${pattern.replace("/0/", `/${key}/`)}?${query()}` : "";
}

async function choose(pick, follow) {
  state.pick = pick;
  ring();
  const bounds = picture.boundsOf(split(pick).kind, split(pick).key);
  if (follow && bounds && !map.getBounds().intersects(bounds)) map.panTo(bounds.getCenter(), { animate: !calm });
  writeAddress(state, map);
  all("[data-pick]", rows).forEach((button) => { button.setAttribute("aria-pressed", String(button.dataset.pick === pick)); });
  const url = urlOf(split(pick));
  if (!url) return;
  await htmx.ajax("GET", url, { target: panel, swap: "innerHTML" });
  const title = one("h2", panel);
  if (title && state.pick === pick) say(`已选中：${title.textContent.trim()}`);
}

function leave() {
  state.pick = "";
  ring();
  panel.textContent = "";
  panel.appendChild(make("p", "soft", "在地图上点选河段或点位，或在列表中选择，这里显示详情。"));
  writeAddress(state, map);
}

map.on("click", (event) => {
  if (root.dataset.editing) return;
  const pick = picture.under(event.latlng);
  if (pick) choose(pick, false);
  else if (state.pick) leave();
});
map.on("mousemove", (event) => {
  root.classList.toggle("over", !root.dataset.editing && picture.under(event.latlng) !== "");
});
root.addEventListener("keydown", (event) => {
  if (event.target !== root || root.dataset.editing) return;
  if (event.key === "Enter") {
    const pick = picture.under(map.getCenter(), NEAR);
    if (pick) choose(pick, false);
    else say("地图中心附近没有对象，用方向键移动地图后再按回车。");
  }
  if (event.key === "Escape" && state.pick) leave();
});
on("click", "[data-pick]", (event, button) => {
  if (root.dataset.editing) say("正在编辑，请先保存或取消。");
  else choose(button.dataset.pick, true);
});
on("click", "[data-map-leave]", () => {
  leave();
  root.focus();
});

// ── What a hand changes ──
const hand = new Hand({ map, root, picture, panel, say, done: letGo });

const knife = new Knife({ map, root, picture, panel, say });

on("click", "[data-map-split]", (event, button) => knife.take(state.pick, button.dataset.mapSplit));
on("click", "[data-map-edit]", (event, button) => hand.take(state.pick, button.dataset.mapEdit));

async function letGo(pick, saved) {
  if (saved && pick.startsWith("reach-")) {
    const told = await askJson("lines", root.dataset.lines);
    if (told) lay(told);
    dye();
    canvas.repaint();
  } else if (saved) await points();
  choose(pick, false);
}

// ── What is in view ──
function settled() {
  writeAddress(state, map);
  clearTimeout(waiting);
  waiting = setTimeout(listRows, REST);
}

function listRows() {
  if (!rows.closest("details").open) return;
  const box = map.getBounds();
  const words = new URLSearchParams(query({ box: box.toBBoxString(), kinds: state.kinds.join(",") }));
  state.tiers.forEach((tier) => { words.append("tiers", tier); });
  htmx.ajax("GET", join(root.dataset.rows, words), { target: rows, swap: "innerHTML" }).then(() => {
    all("[data-pick]", rows).forEach((button) => { button.setAttribute("aria-pressed", String(button.dataset.pick === state.pick)); });
  });
}
// An open part tells so once when the page begins: perhaps before anything is known of where to look.
rows.closest("details").addEventListener("toggle", () => { map.whenReady(listRows); });

// ── Beginning ──
function title() {
  const by = asked.elements.namedItem("by");
  const day = asked.elements.namedItem("on").value;
  return `河湖地图：${by.options[by.selectedIndex].text}（截至 ${day}）`;
}

function look() {
  const { kind, key } = split(state.pick || "none-0");
  const bounds = picture.boundsOf(kind, key);
  if (state.at) map.setView([state.at[0], state.at[1]], state.at[2]);
  else if (bounds) map.fitBounds(bounds, { maxZoom: 15, padding: [40, 40] });
  else map.fitBounds(picture.all() || picture.spread() || CHINA, { paddingTopLeft: [10, 10], paddingBottomRight: [root.clientWidth > 700 ? 230 : 10, 10] });
}

async function begin() {
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  tiles.forEach((url) => { L.tileLayer(url, { subdomains: "01234567", maxZoom: 18 }).addTo(map); });
  if (!wide) one(".map-list").open = false;
  remember(one(".map-legend"), "", wide);
  fill();
  const shades = askJson("colours", `${root.dataset.colours}?${query()}`);
  const kinds = Promise.all(state.kinds.map(pointsOf));
  const told = await askJson("lines", root.dataset.lines);
  if (told) lay(told);
  // Where a point is to be shown, its place must be known first; else the lines are drawn without waiting for their colours.
  const known = state.pick && picture.linesOf(split(state.pick).kind, split(state.pick).key).length;
  if ((state.pick && !known) || !picture.all()) show(await kinds);
  look();
  canvas.addTo(map);
  performance.mark("map-drawn");
  colours = await shades;
  show(await kinds);
  dye();
  canvas.repaint();
  legend();
  map.on("moveend", settled);
  armPaper({ map, root, canvas, title });
  if (state.pick) choose(state.pick, false);
  settled();
}
begin();
