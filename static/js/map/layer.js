/* The one canvas under everything: Leaflet moves and scales it while a finger or an animation is under way, we draw it when it rests. */
const { L } = window;
const SHARPEST = 2;

/* paint(context, view) with view = {zoom, scale, left, top, box, size}; left and top turn world × scale into pixels of the canvas. */
export const Canvas = L.Renderer.extend({
  initialize(paint) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.2 });
    this._paint = paint;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    // Without a graphics card drawing into memory is twenty times faster.
    this._pen = this._container.getContext("2d", { willReadFrequently: true });
  },

  _destroyContainer() {
    this._container.remove();
    delete this._pen;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const map = this._map;
    const key = [map.getZoom(), this._bounds.min, this._bounds.max, map.getPixelOrigin(), this._ratio()].join(" ");
    // Leaflet says the same twice after a jump.
    if (key === this._drawn) return;
    this._drawn = key;
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const sharp = this._ratio();
    L.DomUtil.setPosition(this._container, min);
    this._container.width = size.x * sharp;
    this._container.height = size.y * sharp;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.repaint();
  },

  _ratio() {
    return this.sharpness || Math.min(window.devicePixelRatio || 1, SHARPEST);
  },

  /* Draw again where it stands: colours or layers have changed. */
  repaint() {
    if (!this._map || !this._bounds) return;
    const sharp = this._ratio();
    const size = this._bounds.getSize();
    this._pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    this._pen.clearRect(0, 0, size.x, size.y);
    this._pen.lineJoin = "round";
    this._pen.lineCap = "round";
    const begun = performance.now();
    this._paint(this._pen, this.view());
    this._container.dataset.took = (performance.now() - begun).toFixed(1); // for whoever measures (bench/map.py)
  },

  view() {
    const zoom = this._map.getZoom();
    const scale = 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    const size = this._bounds.getSize();
    const box = { west: origin.x / scale, north: origin.y / scale, east: (origin.x + size.x) / scale, south: (origin.y + size.y) / scale };
    return { zoom, scale, left: origin.x, top: origin.y, box, size };
  },
});
