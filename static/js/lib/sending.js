/* One request of a page's script. It ends with the server's answer or with a cut line; it is given up only when nothing
   has moved for a minute (or, all being sent, when no answer has come for three): a slow line is no reason. */
import { token } from "./dom.js";
import { learn } from "./servertime.js";

const STILL = 60000; // ms without a byte moved
const ANSWER = 180000; // ms for the server's work

export class LineDown extends Error {}

/* progress(part sent, 0 … 1); user: whose this is, so that it does not go in as another's who has signed in meanwhile
   (hezhang/core/accounts/whose.py) → {status, told (of JSON, else null), page (of HTML, else "")}; throws LineDown.
   A redirect comes as {url}: 200, or 401 when it leads to the sign-in (hezhang/core/web/redirects.py). */
export function send(url, data, { progress = () => {}, user = "" } = {}) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    let timer = 0;
    const wait = (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), ms);
    };
    const cut = () => {
      clearTimeout(timer);
      fail(new LineDown());
    };
    request.upload.onprogress = (event) => {
      wait(STILL);
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.upload.onload = () => wait(ANSWER);
    request.onprogress = () => wait(STILL);
    request.onerror = request.onabort = cut;
    request.onload = () => {
      clearTimeout(timer);
      learn(request.getResponseHeader("Date"));
      done(answer(request));
    };
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("X-Requested-With", "fetch");
    if (user) request.setRequestHeader("X-Parcel-User", user);
    if (typeof data === "string") request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("Accept", "application/json, text/html;q=0.9");
    wait(STILL);
    request.send(data);
  });
}

function answer(request) {
  const isJson = (request.getResponseHeader("Content-Type") || "").includes("json");
  return {
    status: request.status,
    told: isJson ? parsed(request.responseText) : null,
    page: isJson ? "" : request.responseText,
  };
}

/* What somebody on the way has cut off, or made up, is no answer of ours. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
