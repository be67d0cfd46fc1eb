/* Every signed-in page: what waits on this device is sent, counted and told; the phone is made ready for a place without signal. */
import { all, make, one } from "./lib/dom.js";
import { spoken, wall } from "./lib/clock.js";
import { keptAt } from "./lib/servertime.js";
import { parcels } from "./parcels/keeping.js";
import { learnReaches, reachesOf, refresh } from "./parcels/pack.js";
import { pending } from "./parcels/pending.js";
import { reconcile } from "./parcels/reconciling.js";
import { TRACKS } from "./parcels/doors.js";
import { run, start } from "./parcels/sender.js";

const person = one("meta[name=person]");
const user = person ? person.content : "";

export function age(at) {
  const minutes = Math.max(0, Math.round((Date.now() - at) / 60000));
  if (minutes < 60) return `${minutes} 分钟前`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / 1440)} 天前`;
}

async function draw() {
  const waiting = await parcels.waiting(user);
  const foreign = await parcels.foreign(user);
  const count = waiting.length;
  for (const box of all("[data-parcels]")) {
    box.hidden = !count && !foreign;
    const words = count ? `未上传 ${count} 条，最早的是 ${age(waiting[0].at)}。` : "";
    one("[data-parcels-words]", box).textContent =
      words + (foreign ? `这部手机上另有别人的 ${foreign} 条记录没有上传，等其本人登录后上传。` : "");
    one("[data-send-now]", box).hidden = !count;
  }
  all("[data-pending]").forEach((line) => line.remove());
  one("main").prepend(...pending(waiting));
  for (const button of all("[data-leaving]")) {
    button.dataset.leaving ||= button.dataset.confirm;
    button.dataset.confirm = (count ? `还有 ${count} 条没有上传，要等您本人再登录才上传。` : "") + button.dataset.leaving;
  }
  for (const node of all("[data-parcels-count]")) node.textContent = count ? `未上传 ${count} 条` : "手机上的记录";
  if (count && navigator.storage?.persist) navigator.storage.persist().catch(() => {});
}

/* A page of the phone's own store says so, and of when it is. */
function sayWhen() {
  if (!keptAt()) return;
  const line = make("p", "notice notice-orange", `离线：这是 ${spoken(wall(keptAt()))} 的内容`);
  line.setAttribute("role", "status");
  line.setAttribute("data-offline", "");
  one("main").prepend(line);
}

/* Phones alone; where there is no service worker (WeChat on iOS) all else goes on in an open page. */
async function beReady() {
  if (!document.documentElement.classList.contains("phone")) return;
  const found = await refresh(user);
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(person.dataset.worker);
  const ready = await navigator.serviceWorker.ready;
  // One walk page makes itself that of any reach (walk/reaches.js).
  const walks = reachesOf(user).slice(0, 1).map(({ id }) => `${person.dataset.walkPage}?reach=${id}`);
  const look = document.documentElement.classList.contains("elder") ? "elder" : "";
  ready.active.postMessage({ user, look, pages: [...walks, ...(found?.pack.pages || [])] });
}

/* Points of tracks go after their walk; the script for it is loaded only where some wait. */
async function sendTracksToo() {
  try {
    if (localStorage.getItem("hz-track-left") !== "1") return;
  } catch {
    return; // storing is forbidden: no points were kept
  }
  const { sendTracks } = await import("./walk/track.js");
  await sendTracks(user, TRACKS);
}
const sent = ({ detail }) => detail.outcome?.state === "sent" && sendTracksToo();

if (user) {
  document.addEventListener("hz:parcel", sent);
  window.addEventListener("online", sendTracksToo);
  sendTracksToo();
  document.addEventListener("hz:parcels", draw);
  document.addEventListener("click", (event) => event.target.closest?.("[data-send-now]") && run(true));
  draw();
  sayWhen();
  learnReaches(user);
  start(user);
  if (!keptAt()) beReady().catch((error) => console.warn(error));
  reconcile(user).catch((error) => console.warn(error));
}
