/* 在地图上调整: opens the map, which is loaded only then, and takes what was chosen there as the finding's place. What the phone
   measured stays within: [latitude, longitude, null (no measured accuracy), 1 (it is meant so), the phone's place or 0]. */
import { one } from "../lib/dom.js";

const load = () => import("./picker.js");
// Without a service worker nothing of it would be there when the signal is gone.
if (!navigator.serviceWorker?.controller) load().catch(() => {});

/* The phone's own place: of one that was put by hand, what had been measured before. */
const measured = (place) => (place && place.length > 4 ? place[4] || null : place);

/* current() is the draft; set(place) keeps the finding's place and shows it. close() → whether a map was open. */
export function adjusting({ page, current, set }) {
  const button = one("[data-adjust]", page);
  const box = one("[data-adjust-map]", page);
  let map = null;

  function close() {
    if (!map) return false;
    map.close();
    map = null;
    button.focus();
    return true;
  }

  button.onclick = async () => {
    if (button.disabled) return;
    button.disabled = true; // a second tap would open a second one
    await open().finally(() => {
      button.disabled = false;
    });
  };

  async function open() {
    const draft = current();
    const finding = draft.findings[draft.editing];
    const { openPicker } = await load().catch(() => ({}));
    if (!openPicker) {
      one("[data-adjust-none]", page).textContent = "没有信号，地图这时打不开。可以先用手机定位，有信号时再调整。";
      return;
    }
    one("[data-adjust-none]", page).textContent = "";
    const phone = measured(finding.place);
    map = await openPicker(box, {
      user: draft.user, reach: draft.reach, place: finding.place, phone,
      elsewhere: draft.end || draft.start,
      took([lat, lng]) {
        set([lat, lng, null, 1, phone || 0]);
        close();
      },
      restored() {
        set(phone);
        close();
      },
      close,
    });
  }
  return { close };
}
