/* The place of a form: read once, when asked, and never required. Listens on the document, so that it holds for a page
   that was swapped in. */
import { on, one } from "./lib/dom.js";

const POOR = 100; // m
const NAMES = ["lat", "lng", "accuracy_m"];

function keep(form, coords) {
  const values = [coords.latitude, coords.longitude, coords.accuracy];
  NAMES.forEach((name, index) => {
    form.elements[name].value = values[index].toFixed(index < 2 ? 6 : 1);
  });
  // Whoever keeps the form's draft hears of it.
  form.elements.lat.dispatchEvent(new Event("change", { bubbles: true }));
}

on("click", "[data-locate-here]", (event, button) => {
  const words = one("[data-locate-words]", button.parentElement);
  if (!navigator.geolocation || !window.isSecureContext) {
    words.textContent = "当前浏览器或网址不能定位，可不记";
    return;
  }
  words.textContent = "正在定位…";
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    keep(button.form, coords);
    words.textContent = `已记录（±${Math.round(coords.accuracy)} 米${coords.accuracy > POOR ? "，精度较差" : ""}）`;
    one("span", button).textContent = "重新记录";
  }, ({ code }) => {
    words.textContent = code === 1 ? "没有允许定位，可不记" : "没有定到位，可再试一次，也可不记";
  }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 });
});
