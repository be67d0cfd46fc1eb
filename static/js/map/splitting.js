/* Where a reach is to be split: the place chosen on its line opens the form, which says what goes to which half. */
import { make, one } from "../lib/dom.js";
import { split } from "./address.js";
import { worldX, worldY } from "./world.js";

const NEAR = 30; // pixels from the line: farther away nobody means it

/* parts: {map, root, picture, panel, say} */
export class Knife {
  constructor(parts) {
    Object.assign(this, parts);
    this.url = "";
    this.map.on("click", (event) => this.cut(event.latlng));
    this.root.addEventListener("keydown", (event) => {
      if (!this.url) return;
      if (event.key === "Escape") this.drop();
      // After the map's own listeners, which leave the keys alone while something is in hand.
      if (event.key === "Enter") this.cut(this.map.getCenter());
    });
  }

  take(pick, url) {
    if (this.root.dataset.editing) return;
    this.pick = pick;
    this.root.dataset.editing = "split";
    this.bar = make("div", "map-tools");
    this.bar.appendChild(make("p", "", "在河线上点要拆分的位置；用键盘的，把地图中心移到那里按回车。下一步先说明责任河长、公示牌、问题等各归哪一段，确认后才拆分。"));
    const button = make("button", "btn btn-outline-secondary", "取消");
    button.type = "button";
    button.addEventListener("click", () => this.drop());
    this.bar.appendChild(button);
    this.panel.prepend(this.bar);
    this.root.focus();
    // Not at once: the press that took the knife must not cut with it.
    setTimeout(() => {
      this.url = url;
      this.say("请在河线上选拆分的位置，Esc 取消。");
    });
  }

  cut(latlng) {
    if (!this.url) return;
    const { lines } = this.picture;
    const line = lines.places.get(split(this.pick).key);
    const away = line === undefined ? Infinity : lines.distance(line, worldX(latlng.lng), worldY(latlng.lat)) * 2 ** this.map.getZoom();
    if (away > NEAR) {
      this.say("这里离选中的河线太远，请点在河线上。");
      return;
    }
    location.assign(`${this.url}?lat=${latlng.lat.toFixed(6)}&lng=${latlng.lng.toFixed(6)}`);
  }

  drop() {
    this.url = "";
    delete this.root.dataset.editing;
    this.bar.remove();
    this.say("没有拆分。");
    const button = one("[data-map-split]", this.panel);
    if (button) button.focus();
  }
}
