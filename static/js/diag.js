/* 手机自检: asks the phone, line by line, and sends nothing. Good and bad are told in words beside the mark. */
import { one, show } from "./lib/dom.js";

const page = one("[data-diag]");
const lines = one("[data-lines]", page);
const pattern = one("[data-line]").content.firstElementChild;

/* state: true, false, or null where it only informs. The same name again takes the line's place. */
function tell(name, state, words) {
  const known = one(`[data-name="${name}"]`, lines);
  const line = known || pattern.cloneNode(true);
  line.dataset.name = name;
  one("dt", line).textContent = name;
  one("[data-words]", line).textContent = words;
  show(one("[data-good]", line), state === true);
  show(one("[data-bad]", line), state === false);
  if (!known) lines.append(line);
}

const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;

function engine() {
  const agent = navigator.userAgent;
  const found = agent.match(/(?:Chrome|CriOS)\/(\d+)/) || agent.match(/Version\/(\d+(?:\.\d+)?).*Safari/) || agent.match(/Firefox\/(\d+)/);
  const shell = /MicroMessenger\/([\d.]+)/.exec(agent);
  const name = agent.includes("Chrome/") || agent.includes("CriOS") ? "Chromium" : agent.includes("Firefox") ? "Firefox" : "Safari";
  const floor = { Chromium: 90, Safari: 14.5, Firefox: 90 }[name];
  const version = found ? Number.parseFloat(found[1]) : 0;
  const where = shell ? `微信 ${shell[1]}，` : "";
  tell("浏览器", version >= floor, `${where}${name} ${version || "？"}${version >= floor ? "" : `，太旧，请升级到 ${floor} 以上`}`);
  tell("屏幕", null, `${window.innerWidth} × ${window.innerHeight}，${window.devicePixelRatio} 倍，字号 ${getComputedStyle(document.body).fontSize}`);
}

async function clock() {
  const began = performance.now();
  try {
    const answer = await fetch(page.dataset.ping, { cache: "no-store" });
    const took = Math.round(performance.now() - began);
    const off = Math.round((Date.now() - took / 2 - new Date(answer.headers.get("Date")).getTime()) / 1000);
    tell("网络", answer.ok, `通，往返 ${took} 毫秒`);
    tell("手机时间", Math.abs(off) < 120, Math.abs(off) < 120 ? "准" : `${off > 0 ? "快" : "慢"}了约 ${Math.round(Math.abs(off) / 60)} 分钟，请改为自动设置`);
  } catch {
    tell("网络", false, "不通；填的内容会存在手机上");
    tell("手机时间", null, "没有网络，没法核对");
  }
}

function words() {
  try {
    localStorage.setItem("hz-diag", "1");
    localStorage.removeItem("hz-diag");
    tell("存文字", true, "可以");
  } catch {
    tell("存文字", false, "不允许，草稿存不下来；请关闭无痕模式");
  }
}

function photos() {
  return new Promise((done) => {
    const bad = () => done(tell("存照片", false, "不允许，照片存不下来；请关闭无痕模式，或清理空间"));
    try {
      const opening = indexedDB.open("hz-diag", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("t");
      opening.onerror = bad;
      opening.onsuccess = () => {
        const base = opening.result;
        const task = base.transaction("t", "readwrite");
        task.objectStore("t").put(new ArrayBuffer(600000), 1);
        task.onabort = task.onerror = bad;
        task.oncomplete = () => {
          base.close();
          indexedDB.deleteDatabase("hz-diag");
          done(tell("存照片", true, "可以"));
        };
      };
    } catch {
      bad();
    }
  });
}

async function room() {
  if (!navigator.storage?.estimate) {
    tell("空间", null, "这个浏览器不说");
    return;
  }
  const { usage, quota } = await navigator.storage.estimate();
  const isKept = navigator.storage.persisted ? await navigator.storage.persisted() : false;
  tell("空间", quota - usage > 50 * 1048576, `已用 ${megabytes(usage)}，还可用 ${megabytes(quota - usage)}${isKept ? "，不会被自动清理" : ""}`);
}

async function offline() {
  if (!("serviceWorker" in navigator)) {
    tell("离线打开", null, "不支持；已打开的页面照常可用，不要关掉");
    return;
  }
  const found = await navigator.serviceWorker.getRegistration().catch(() => null);
  tell("离线打开", found ? true : null, found ? "已准备好" : "支持，还没有准备；在首页停留片刻即可");
}

async function place() {
  if (!navigator.geolocation || !window.isSecureContext) {
    tell("定位", false, window.isSecureContext ? "不支持" : "网址不是 https，不能定位");
    return;
  }
  const asked = navigator.permissions?.query ? await navigator.permissions.query({ name: "geolocation" }).catch(() => null) : null;
  const said = { granted: "已允许", denied: "已拒绝，请在系统设置里允许", prompt: "还没有问过" }[asked ? asked.state : ""];
  tell("定位", asked && asked.state === "denied" ? false : null, said || "支持，点下面试一次");
}

function locate() {
  tell("定位", null, "正在定位…");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => tell("定位", coords.accuracy <= 100, `定到了，误差约 ${Math.round(coords.accuracy)} 米`),
    ({ code }) => tell("定位", false, code === 1 ? "没有允许，请在系统设置里允许" : "没有定到，请到空旷处再试"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
}

function others() {
  const camera = "capture" in document.createElement("input");
  tell("相机", camera ? true : null, camera ? "可以直接拍" : "从相册选");
  const wakes = "wakeLock" in navigator;
  tell("不锁屏", wakes ? true : null, wakes ? "支持，巡河时屏幕不自动熄灭" : "不支持，巡河时请不要锁屏，否则轨迹中断");
  tell("照片核对", window.crypto?.subtle ? true : null, window.crypto?.subtle ? "支持" : "不支持（网址不是 https），由服务器核对");
}

one("[data-locate]").onclick = () => navigator.geolocation && locate();
engine();
words();
others();
Promise.all([clock(), photos(), room(), offline(), place()]).then(() => {
  tell("检查时间", null, new Date().toLocaleString("zh-CN", { hour12: false }));
  page.dataset.done = "1";
});
