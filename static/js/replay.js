/* 回放: a walk again over time. The slider is the one truth: moved by hand, by keys, by a finding's button, or by playing. */
import { all, on, one } from "./lib/dom.js";
import { length, wall } from "./lib/clock.js";

const TICK = 100; // ms
const AROUND = 20; // s on either side, over which a speed is taken: two readings alone tremble
let playing = 0;

/* [{at, x, y, ends}] with at in seconds; ends: after this one nothing was recorded for a while. */
function read(box) {
  return box.dataset.points.split(" ").map((word) => {
    const [at, x, y] = word.split(",").map((part) => Number(part.replace("!", "")));
    return { at, x, y, ends: word.endsWith("!") };
  });
}

/* The last point at this moment. */
function upTo(points, at) {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (points[middle].at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

const between = (one, other, part) => ({ x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part });

/* Where the walker was; within a break, where it began. */
function placeAt(points, number, at) {
  const here = points[number];
  const next = points[number + 1];
  if (!next || here.ends) return here;
  return between(here, next, Math.min(1, (at - here.at) / Math.max(1, next.at - here.at)));
}

/* Kilometres an hour about this moment; null in a break, or where there is too little to say. */
function speedAt(points, number, metre, at) {
  if (points[number].ends && at > points[number].at) return null;
  let [first, last] = [number, number];
  while (first > 0 && !points[first - 1].ends && points[first - 1].at >= at - AROUND) first -= 1;
  while (last < points.length - 1 && !points[last].ends && points[last + 1].at <= at + AROUND) last += 1;
  const took = points[last].at - points[first].at;
  const pixels = Math.hypot(points[last].x - points[first].x, points[last].y - points[first].y);
  return took > 0 ? (pixels * metre * 3.6) / took : null;
}

function pathOf(points, number, place) {
  const words = points.slice(0, number + 1).map(({ x, y }, at) => `${at && !points[at - 1].ends ? "L" : "M"}${x} ${y}`);
  return `${words.join("")}L${place.x} ${place.y}`;
}

function draw(box) {
  const panel = box.closest(".track-panel");
  const slider = one("[data-replay-slider]", box);
  const at = Number(slider.value);
  const points = read(box);
  const number = upTo(points, at);
  const place = placeAt(points, number, at);
  const speed = speedAt(points, number, Number(box.dataset.metre), at);
  const isBreak = points[number].ends && at > points[number].at;
  one("[data-replay-done]", panel).setAttribute("d", pathOf(points, number, place));
  const dot = one("[data-replay-dot]", panel);
  dot.setAttribute("cx", place.x);
  dot.setAttribute("cy", place.y);
  dot.classList.toggle("is-break", isBreak);
  const clock = wall(Number(box.dataset.begin) + at * 1000).slice(11);
  const pace = isBreak ? "这一段没有记录到位置" : speed === null ? "" : `每小时 ${speed.toFixed(1)} 公里`;
  const words = [clock, `开始后 ${length(Math.floor(at / 60))}`, pace].filter(Boolean).join("　");
  one("[data-replay-words]", box).textContent = words;
  slider.setAttribute("aria-valuetext", words);
  for (const mark of all("[data-replay-mark]", panel)) {
    const { replayMark: when } = mark.dataset;
    mark.classList.toggle("is-past", when !== "" && Number(when) <= at);
  }
}

function stop(box) {
  clearInterval(playing);
  playing = 0;
  const button = one("[data-replay-play]", box);
  button.setAttribute("aria-pressed", "false");
  one("span", button).textContent = "回放";
}

function play(box) {
  const slider = one("[data-replay-slider]", box);
  const button = one("[data-replay-play]", box);
  if (Number(slider.value) >= Number(slider.max)) slider.value = "0";
  let at = Number(slider.value);
  button.setAttribute("aria-pressed", "true");
  one("span", button).textContent = "暂停";
  playing = setInterval(() => {
    if (!box.isConnected) {
      clearInterval(playing);
      return;
    }
    if (Math.round(at) !== Number(slider.value)) at = Number(slider.value); // moved by hand meanwhile
    at = Math.min(Number(slider.max), at + (Number(one("[data-replay-fast]", box).value) * TICK) / 1000);
    slider.value = String(Math.round(at));
    draw(box);
    if (at >= Number(slider.max)) stop(box);
  }, TICK);
}

on("input", "[data-replay-slider]", (_event, slider) => draw(slider.closest("[data-replay]")));
on("click", "[data-replay-play]", (_event, button) => {
  const box = button.closest("[data-replay]");
  if (playing) stop(box);
  else play(box);
});
on("click", "[data-replay-to]", (_event, button) => {
  const box = button.closest("[data-replay]");
  one("[data-replay-slider]", box).value = button.dataset.replayTo;
  draw(box);
});
document.addEventListener("htmx:afterSettle", () => all("[data-replay]").forEach(draw));
