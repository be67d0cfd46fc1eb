/* The map on an A3 sheet, lying: drawn again at the sheet's size, with its title, legend and day. */
import { all, one } from "../lib/dom.js";

const SHARP = 2; // dots of the canvas for each of the sheet's pixels

/* parts: {map, root, canvas, title()} */
export function armPaper({ map, root, canvas, title }) {
  let before = null;
  let folded = [];

  function toSheet() {
    if (before) return;
    before = { bounds: map.getBounds(), centre: map.getCenter(), zoom: map.getZoom() };
    one("[data-map-title]").textContent = title();
    const parts = [one(".map-legend"), ...all("details", one(".map-legend"))];
    folded = parts.filter((part) => !part.open);
    parts.forEach((part) => { part.open = true; });
    document.body.classList.add("on-paper");
    canvas.sharpness = SHARP;
    map.invalidateSize({ animate: false });
    map.fitBounds(before.bounds, { animate: false, padding: [0, 0] });
  }

  function toScreen() {
    if (!before) return;
    document.body.classList.remove("on-paper");
    folded.forEach((part) => { part.open = false; });
    canvas.sharpness = 0;
    map.invalidateSize({ animate: false });
    map.setView(before.centre, before.zoom, { animate: false });
    before = null;
  }

  window.addEventListener("beforeprint", toSheet);
  window.addEventListener("afterprint", toScreen);
  one("[data-map-print]").addEventListener("click", () => {
    toSheet();
    // The browser is given a moment to lay the sheet out before it takes its picture.
    requestAnimationFrame(() => setTimeout(() => window.print(), 60));
  });
  return root;
}
