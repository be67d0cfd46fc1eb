/* One line, or one point, in hand: drawn, put right, undone, saved under the mark of what was on the screen. */
import { ask } from "../lib/asking.js";
import { make, one } from "../lib/dom.js";
import { LineDown, send } from "../lib/sending.js";
import { toast } from "../lib/toasts.js";
import { askJson } from "./asking.js";
import { snapped } from "./snapping.js";
import { eachPoint, encode, latOf, lngOf, worldX, worldY } from "./world.js";

const { L } = window;
const CUT = "网络中断，还没有保存。请稍后再点“保存”。";

/* parts: {map, root, picture, panel, say, done(pick)}; done is called when the hand lets go, saved or not. */
export class Hand {
  constructor(parts) {
    Object.assign(this, parts);
    this.thing = null;
    this.past = [];
    if (!L.Editable) return;
    // Vertices are for a pointer; as nameless buttons they would only stand in a screen reader's way.
    [L.Editable.VertexMarker, L.Editable.MiddleMarker].forEach((marker) => marker.mergeOptions({ keyboard: false }));
    this.map.editTools = new L.Editable(this.map, { skipMiddleMarkers: false });
    this.map.on("editable:vertex:drag editable:vertex:new", (event) => this.pull(event.vertex));
    this.map.on("click", (event) => this.place(event.latlng));
    this.map.on("editable:vertex:dragend editable:vertex:new editable:vertex:deleted", () => this.remember());
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.thing || this.past.length < 2) return;
      event.preventDefault();
      event.returnValue = ""; // what older Chromium asks for
    });
  }

  get busy() {
    return this.thing !== null;
  }

  async take(pick, url) {
    const told = await askJson("edit", url);
    if (!told || this.busy) return;
    this.pick = pick;
    this.url = url;
    this.seen = String(told.seen);
    this.root.dataset.editing = "1";
    this.map.doubleClickZoom.disable(); // the second press of who ends a line is no wish to look closer
    document.body.classList.add("map-busy");
    this.tools();
    if ("path" in told) this.takeLine(told.path);
    else this.takePoint(told);
    this.remember();
    this.say("已进入编辑。改好后点“保存”，不要了点“取消”。");
  }

  takeLine(path) {
    const latlngs = [];
    eachPoint(path, (lat, lng) => latlngs.push(L.latLng(lat, lng)), 1e6);
    const key = Number(this.pick.split("-")[1]);
    this.own = this.picture.lines.places.has(key) ? this.picture.lines.places.get(key) : -1;
    if (this.picture.mark) this.picture.mark.remove();
    if (latlngs.length) {
      this.thing = L.polyline(latlngs, { color: "#b3261e", weight: 4 }).addTo(this.map);
      this.thing.enableEdit(this.map);
      this.map.fitBounds(this.thing.getBounds(), { padding: [30, 30], maxZoom: 16 });
    } else {
      this.thing = this.map.editTools.startPolyline(undefined, { color: "#b3261e", weight: 4 });
    }
  }

  takePoint({ lat, lng }) {
    const at = lat === null ? this.map.getCenter() : L.latLng(lat, lng);
    const icon = L.divIcon({ className: "map-hand", iconSize: [30, 30] });
    this.thing = L.marker(at, { draggable: true, icon, autoPan: true, keyboard: false }).addTo(this.map);
    this.thing.on("dragend", () => this.remember());
    this.isPlaced = lat !== null;
    if (!this.map.getBounds().contains(at)) this.map.panTo(at);
  }

  // ── What can be done ──
  tools() {
    const isLine = this.pick.startsWith("reach-");
    const words = isLine
      ? "点地图加点，拖动方块移动，拖半透明方块插入，点方块删除；靠近相邻河段的端点会自动对齐。线的走向应从上游到下游。"
      : "点地图上的准确位置，或把圆点拖过去。";
    const bar = make("div", "map-tools");
    bar.dataset.mapTools = "";
    bar.appendChild(make("p", "", words));
    const offered = [["保存", "btn-primary", () => this.save()], ["撤销一步", "btn-outline-secondary", () => this.undo()]];
    if (isLine) {
      offered.push(["从末端续画", "btn-outline-secondary", () => this.go()]);
      offered.push(["反转走向", "btn-outline-secondary", () => this.turn()]);
    }
    offered.push(["取消", "btn-outline-secondary", () => this.drop()]);
    offered.forEach(([label, looks, act]) => {
      const button = make("button", `btn ${looks}`, label);
      button.type = "button";
      button.addEventListener("click", act);
      bar.appendChild(button);
    });
    this.panel.prepend(bar);
    one("button", bar).focus();
  }

  /* A point goes where the map is pressed. */
  place(latlng) {
    if (!this.busy || !this.thing.setLatLng) return;
    this.thing.setLatLng(latlng);
    this.remember();
  }

  key(event) {
    if (!this.busy) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      this.undo();
    }
  }

  pull(vertex) {
    if (!this.picture.lines || !this.thing) return;
    const at = vertex.latlng;
    const found = snapped(this.picture.lines, worldX(at.lng), worldY(at.lat), this.map.getZoom(), this.own);
    if (!found) return;
    at.lat = latOf(found.y);
    at.lng = lngOf(found.x);
    vertex.update();
    this.thing.redraw();
  }

  shape() {
    const all = this.thing.getLatLngs ? this.thing.getLatLngs() : [this.thing.getLatLng()];
    return all.map(({ lat, lng }) => [lat, lng]);
  }

  remember() {
    if (!this.thing) return;
    const now = this.shape();
    if (JSON.stringify(now) !== JSON.stringify(this.past[this.past.length - 1])) this.past.push(now);
  }

  put(points) {
    if (this.thing.setLatLng) this.thing.setLatLng(points[0]);
    else {
      this.rest();
      this.thing.setLatLngs(points.map(([lat, lng]) => L.latLng(lat, lng)));
      this.thing.editor.reset();
    }
  }

  undo() {
    if (this.past.length < 2) {
      this.say("没有可以撤销的了。");
      return;
    }
    this.past.pop();
    this.put(this.past[this.past.length - 1]);
  }

  /* Drawing on from the end, until the last vertex is pressed again. */
  go() {
    if (this.thing.editor.drawing()) return;
    if (this.shape().length) this.thing.editor.continueForward();
  }

  turn() {
    this.put(this.shape().reverse());
    this.remember();
  }

  rest() {
    if (this.thing.editor?.drawing()) this.thing.editor.cancelDrawing();
  }

  // ── How it ends ──
  async save(more = {}) {
    // Pressed twice, or Enter held: the answer to the first is on its way.
    if (this.sending || !this.busy) return;
    if (this.thing.setLatLng && !this.isPlaced && this.past.length < 2) {
      toast("还没有选位置：请先点地图上的准确位置。", "error");
      return;
    }
    this.rest();
    const points = this.shape();
    const data = new FormData();
    data.append("seen", more.seen || this.seen);
    if (more.sure) data.append("sure", "1");
    if (this.thing.getLatLngs) data.append("path", encode(points, 1e6));
    else {
      data.append("lat", points[0][0].toFixed(6));
      data.append("lng", points[0][1].toFixed(6));
    }
    this.sending = true;
    try {
      const answer = await send(this.url, data);
      this.sending = false;
      this.answered(answer, more);
    } catch (error) {
      if (!(error instanceof LineDown)) throw error;
      toast(CUT, "error");
    } finally {
      this.sending = false;
    }
  }

  answered({ status, told }, more) {
    if (status === 200 && told && !told.url) {
      toast("已保存。", "success");
      this.finish(true);
    } else if (told?.doubts) {
      ask(`${told.words}确定要这样保存吗？`, () => this.save({ ...more, sure: true }));
    } else if (status === 409 && told.seen) {
      ask(`${told.words}您改的还在屏幕上。仍要以您改的为准保存吗？`, () => this.save({ ...more, seen: told.seen }));
    } else {
      toast(told?.words || "没有保存，请重新登录或刷新页面后再试。", "error");
    }
  }

  drop() {
    if (this.past.length > 1) ask("放弃没有保存的修改吗？", () => this.finish(false));
    else this.finish(false);
  }

  finish(saved) {
    this.rest();
    if (this.thing.disableEdit) this.thing.disableEdit();
    this.thing.remove();
    this.thing = null;
    this.past = [];
    delete this.root.dataset.editing;
    this.map.doubleClickZoom.enable();
    document.body.classList.remove("map-busy");
    this.done(this.pick, saved);
  }
}
