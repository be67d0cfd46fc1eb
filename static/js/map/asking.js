/* The map's questions to the server. A later question of one kind makes the answer to an earlier one void. */
import { toast } from "../lib/toasts.js";

const latest = {};

export async function askJson(what, url) {
  const mine = Symbol(what);
  latest[what] = mine;
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const told = await answer.json();
    return latest[what] === mine ? told : null;
  } catch {
    if (latest[what] === mine) toast("地图数据没有取到，请检查网络后刷新页面。", "error");
    return null;
  }
}
