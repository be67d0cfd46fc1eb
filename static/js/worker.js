/* The service worker (hezhang/portal/desks/offline.py writes its version and files before it). GET only: what is handed in
   goes by parcels/sender.js, with or without this. Files from the store first, they have names of their own by content; pages
   from the network, and from the store when it is silent. A new version waits until no page uses the old one. */
const { version, files } = self.HZ;
const STATIC = "hz-static-";
const PAGES = "hz-pages-";
const WHO = "hz-who";
const SLOW = 4000; // ms
const FRESH = 6 * 3600 * 1000; // ms
const MOST = 40; // pages fetched ahead
const ALWAYS = ["/", "/patrols/start/", "/patrols/walk/", "/unsent/"];
const WALK = "/patrols/walk/";

// ── Who is signed in: a page of one person is never shown to another ──
async function who() {
  const found = await (await caches.open(WHO)).match("/who");
  return found ? found.text() : "";
}
async function nowIs(user) {
  if (user === (await who())) return;
  await (await caches.open(WHO)).put("/who", new Response(user));
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + user);
  if (user) await Promise.all(others.map((name) => caches.delete(name)));
}
async function forget() {
  const user = await who();
  await nowIs("");
  if (user) await caches.delete(PAGES + user);
}

// ── Versions ──
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC + version).then((store) => store.addAll(files)));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});
/* Kept pages name the files of the version they were made with: the one before stays. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith(STATIC) && name !== STATIC + version);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

// ── Files ──
async function file(request) {
  const found = await caches.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(STATIC + version)).put(request.url, answer.clone());
  return answer;
}

// ── Pages ──
async function isKept(url) {
  if (ALWAYS.includes(url.pathname)) return true;
  const list = await (await caches.open(WHO)).match(`/pages/${await who()}`);
  return Boolean(list) && (await list.json()).includes(url.pathname);
}

/* Whether it was made for 长辈版: who has changed to that, or back, wants it without a line as well. */
const lookOf = (html) => (/<html[^>]* elder/.test(html) ? "elder" : "");

/* What came is kept, when it is whole, of somebody, and on the list. */
async function keep(url, answer) {
  const user = answer.headers.get("X-Signed-In");
  if (user === null || answer.type !== "basic") return;
  await nowIs(user);
  if (!user || answer.status !== 200 || answer.redirected || !(await isKept(url))) return;
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  headers.set("X-Kept-By", version);
  const html = await answer.text();
  headers.set("X-Kept-As", lookOf(html));
  const page = new Response(html, { status: 200, headers });
  await (await caches.open(PAGES + user)).put(url.pathname + url.search, page);
}

async function stored(url) {
  const user = await who();
  if (!user) return null;
  const store = await caches.open(PAGES + user);
  // The walk page of one reach makes itself that of another (walk/reaches.js).
  const found = (await store.match(url.pathname + url.search)) ||
    (url.pathname === WALK ? await store.match(WALK, { ignoreSearch: true }) : null);
  if (!found) return null;
  const html = (await found.text()).replace("<html ", `<html data-kept-at="${found.headers.get("X-Kept-At")}" `);
  return new Response(html, { headers: found.headers });
}

const NOTHING = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有信号</title><link rel="stylesheet" href="${self.HZ.home}"><body><main><h1>没有信号</h1>
<p>这一页没有存在手机上。已经填写和提交的内容都在手机上，不会丢失，有信号会自动上传。</p>
<p><a href="/">回到首页</a></p><p><a href="/unsent/">查看未上传的记录</a></p></main></body></html>`;
const nothing = () => new Response(NOTHING, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });

async function page(event) {
  const url = new URL(event.request.url);
  const fresh = fetch(event.request).then((answer) => {
    if (answer.status === 502 || answer.status === 504) throw new Error("nobody behind the door");
    event.waitUntil(keep(url, answer.clone()));
    return answer;
  });
  fresh.catch(() => {}); // told below
  const slow = new Promise((done) => setTimeout(done, SLOW)).then(() => stored(url));
  try {
    return (await Promise.race([fresh, slow])) || (await fresh);
  } catch (_line) {
    return (await stored(url)) || nothing();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === "/accounts/sign-out/") event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

// ── Pages fetched ahead: those that the pack names ──
self.addEventListener("message", (event) => {
  if (event.data?.pages) event.waitUntil(ahead(event.data));
});
async function ahead({ user, pages, look }) {
  if (user !== (await who())) await nowIs(user);
  const list = [...new Set([...ALWAYS.filter((path) => path !== WALK), ...pages])].slice(0, MOST);
  const paths = list.map((path) => new URL(path, self.location.origin).pathname);
  await (await caches.open(WHO)).put(`/pages/${user}`, new Response(JSON.stringify(paths)));
  for (const path of list) await fetchAhead(user, path, look);
}
async function fetchAhead(user, path, look) {
  const url = new URL(path, self.location.origin);
  const old = await (await caches.open(PAGES + user)).match(url.pathname + url.search);
  const isFresh = old && Date.now() - Number(old.headers.get("X-Kept-At")) < FRESH && old.headers.get("X-Kept-By") === version;
  if ((isFresh && old.headers.get("X-Kept-As") === look) || url.origin !== self.location.origin) return;
  try {
    await keep(url, await fetch(url.href, { credentials: "same-origin", redirect: "manual" }));
  } catch (_line) {
    // The next time.
  }
}
