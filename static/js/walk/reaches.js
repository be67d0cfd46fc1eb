/* The page of one reach becomes that of another, without a line: reaches are known from the pack (parcels/pack.js). */
import { make, one } from "../lib/dom.js";
import { reachesOf } from "../parcels/pack.js";

const asked = () => new URLSearchParams(location.search).get("reach") || "";

/* false when this phone does not know the reach */
export function become(page, number) {
  const reach = reachesOf(page.dataset.user).find(({ id }) => String(id) === number);
  if (!reach) return false;
  Object.assign(page.dataset, { reach: String(reach.id), name: reach.name });
  one(".phone-title, h1").textContent = reach.name;
  document.title = `巡河 ${reach.name}`;
  return true;
}

/* A page from the phone's own store may have been made for another reach than its address names. */
export const fitsAddress = (page) => asked() === page.dataset.reach || become(page, asked());

/* What may be walked next, as buttons. */
export function drawNext(page, begin) {
  const box = one("[data-next]", page);
  const rows = reachesOf(page.dataset.user).map((reach) => {
    const row = make("button", "cell finding-row");
    const words = make("span", "cell-words");
    words.append(make("span", "cell-title", reach.name), make("span", "cell-note", [reach.river, reach.note].filter(Boolean).join(" · ")));
    row.type = "button";
    row.append(words, make("span", "cell-value", "开始巡河"));
    row.onclick = () => begin(String(reach.id));
    return row;
  });
  one("[data-next-rows]", box).replaceChildren(...rows);
  box.hidden = !rows.length;
}
