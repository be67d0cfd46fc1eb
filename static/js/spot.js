/* How far one stands from where the photo of before was taken, while the one of after is taken. Asked for by a button;
   where the position was allowed before, it is told at once. Nothing of it is sent or kept. */
import { all, on, one } from "./lib/dom.js";

const EARTH = 6371008.8; // m
const HERE = 5; // m: nearer than a phone can tell
const WINDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
const armed = new WeakSet();
const rad = (degrees) => (degrees * Math.PI) / 180;

function away([lat, lng], { latitude, longitude }) {
  const north = rad(lat - latitude) * EARTH;
  const east = rad(lng - longitude) * EARTH * Math.cos(rad(lat));
  const turn = (Math.atan2(east, north) * 180) / Math.PI;
  return { metres: Math.hypot(north, east), wind: WINDS[((Math.round(turn / 45) % 8) + 8) % 8] };
}

function told(box, coords) {
  const place = box.dataset.spot.split(",").map(Number);
  const { metres, wind } = away(place, coords);
  const sure = `（定位误差约 ${Math.round(coords.accuracy)} 米）`;
  if (metres < HERE) return `就在${box.dataset.spotOf}的位置${sure}`;
  const far = metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
  return `距${box.dataset.spotOf}约 ${far}，它在您的${wind}面${sure}`;
}

function watch(box) {
  const words = one("[data-spot-words]", box);
  if (!navigator.geolocation || !window.isSecureContext) {
    words.textContent = "当前浏览器或网址不能定位，不影响填报。";
    return;
  }
  words.textContent = "正在定位…";
  one("[data-spot-ask]", box).hidden = true;
  const number = navigator.geolocation.watchPosition(({ coords }) => {
    if (!box.isConnected) navigator.geolocation.clearWatch(number);
    else words.textContent = told(box, coords);
  }, ({ code }) => {
    words.textContent = code === 1 ? "没有允许定位，不影响填报。" : "没有定到位，不影响填报。";
    one("[data-spot-ask]", box).hidden = false;
    navigator.geolocation.clearWatch(number);
  }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 2000 });
}

function arm() {
  all("[data-spot]").filter((box) => !armed.has(box)).forEach((box) => {
    armed.add(box);
    if (!navigator.permissions?.query) return;
    navigator.permissions.query({ name: "geolocation" }).then((found) => found.state === "granted" && watch(box), () => {});
  });
}

on("click", "[data-spot-ask]", (event, button) => watch(button.closest("[data-spot]")));
document.addEventListener("htmx:afterSettle", arm);
arm();
