/* Places: read once, when asked, and never required. */
import { one, show } from "../lib/dom.js";

const AGREED = "hz-place-agreed";
const POOR = 100; // m

function hasAgreed() {
  try {
    return localStorage.getItem(AGREED) === "1";
  } catch {
    return false;
  }
}

function words(place) {
  if (!place) return "未记录，可不填";
  if (place.length > 4) return place[4] ? `已在地图上调整（手机定位 ±${Math.round(place[4][2])} 米，一并保存）` : "已在地图上标出";
  return `已记录（±${Math.round(place[2])} 米${place[2] > POOR ? "，精度较差，会标注" : ""}）`;
}

/* set(which, [lat, lng, metres]) keeps the place: which is start, finding or end; drawn(which, place) hears of each that is shown. */
export function places(page, set, drawn) {
  const boxOf = (which) => one(`[data-place="${which}"]`, page);
  const privacy = one("[data-privacy]", page);

  function draw(which, place) {
    const box = boxOf(which);
    one("[data-place-words]", box).textContent = words(place);
    one("[data-locate] span", box).textContent = place ? "重新记录" : "记录位置";
    drawn(which, place);
  }

  function locate(which) {
    const box = boxOf(which);
    const line = one("[data-place-words]", box);
    if (!navigator.geolocation || !window.isSecureContext) {
      line.textContent = "当前浏览器或网址不能定位，可不填";
    } else if (!hasAgreed()) {
      box.append(privacy);
      show(privacy, true);
    } else {
      line.textContent = "正在定位…";
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const place = [coords.latitude, coords.longitude, coords.accuracy];
        set(which, place);
        draw(which, place);
      }, ({ code }) => {
        line.textContent = code === 1 ? "没有允许定位，可不填" : "没有定到位，可再试一次，也可不填";
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 });
    }
  }

  function agree(which) {
    try {
      localStorage.setItem(AGREED, "1");
    } catch {
      // Asked again next time.
    }
    show(privacy, false);
    locate(which);
  }

  return { draw, locate, agree, refuse: () => show(privacy, false) };
}
