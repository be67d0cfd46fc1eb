/* What lies under the lines where no tiles do: a net of meridians and parallels with their degrees. */
import { latOf, lngOf, worldX, worldY } from "./world.js";

const STEPS = [10, 5, 2, 1, 1 / 2, 1 / 4, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360, 1 / 720]; // degrees
const WIDE = 110; // pixels that two lines lie apart at least

/* 120°45′30″E; seconds only where the step needs them. */
export function degrees(value, letters, step) {
  const whole = Math.round(Math.abs(value) * 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const words = [`${Math.floor(whole / 3600)}°`];
  if (step < 1) words.push(`${String(minutes).padStart(2, "0")}′`);
  if (step < 1 / 60) words.push(`${String(whole % 60).padStart(2, "0")}″`);
  return `${words.join("")}${value < 0 ? letters[1] : letters[0]}`;
}

export function drawNet(pen, view) {
  const { scale, left, top, box, size } = view;
  const perDegree = (256 * scale) / 360;
  const step = STEPS.slice().reverse().find((one) => one * perDegree >= WIDE) || STEPS[0];
  pen.lineWidth = 1;
  pen.strokeStyle = "#d5dee5";
  pen.fillStyle = "#5c6a77";
  pen.font = "11px sans-serif";
  pen.beginPath();
  const labels = [];
  for (let n = Math.ceil(lngOf(box.west) / step); n * step <= lngOf(box.east); n += 1) {
    const x = Math.round(worldX(n * step) * scale - left) + 0.5;
    pen.moveTo(x, 0);
    pen.lineTo(x, size.y);
    labels.push([degrees(n * step, "EW", step), x + 3, null]);
  }
  for (let n = Math.ceil(latOf(box.south) / step); n * step <= latOf(box.north); n += 1) {
    const y = Math.round(worldY(n * step) * scale - top) + 0.5;
    pen.moveTo(0, y);
    pen.lineTo(size.x, y);
    labels.push([degrees(n * step, "NS", step), null, y - 3]);
  }
  pen.stroke();
  return labels;
}

/* The degrees stand inside the window, of which the canvas hangs over by `over` on each side. */
export function drawDegrees(pen, view, labels, over) {
  pen.fillStyle = "#5c6a77";
  pen.font = "11px sans-serif";
  labels.forEach(([words, x, y]) => {
    if (x === null) pen.fillText(words, over.x + 4, y);
    else pen.fillText(words, x, over.y + 12);
  });
}
