/* Home and 巡河: what was begun on this device and not handed in. The page says whose ([data-unsent]="user"), and holds a
   <template> for each kind. */
import { all, one } from "./lib/dom.js";
import { spoken, wall } from "./lib/clock.js";
import { drafts, photosOf } from "./lib/store.js";

const counted = (number, unit, before = "，") => (number ? `${before}${number} ${unit}` : "");

const KINDS = {
  walk: (draft, box) => ({
    name: draft.name,
    when: `${spoken(draft.started_at)} 开始${counted(draft.findings.length, "处发现", "，记了 ")}`,
    url: `${box.dataset.walkUrl}?reach=${encodeURIComponent(draft.key)}`,
  }),
  form: (draft) => ({
    name: draft.title || "填写的表单",
    when: `${spoken(wall(draft.saved_at || Date.now()))} 填写${counted(photosOf(draft).length, "张照片")}`,
    url: draft.key,
  }),
};

function row(kind, draft, box) {
  const node = one(`template[data-kind=${kind}]`, box).content.firstElementChild.cloneNode(true);
  const { name, when, url } = KINDS[kind](draft, box);
  one("[data-name]", node).textContent = name;
  one("[data-when]", node).textContent = when;
  one("a", node).href = url;
  const drop = one("[data-drop-draft]", node);
  if (drop) {
    drop.onclick = () => {
      drafts.drop(kind, draft);
      node.remove();
    };
  }
  return node;
}

function show(box) {
  const kinds = Object.keys(KINDS).filter((kind) => one(`template[data-kind=${kind}]`, box));
  all("[data-unsent-row]", box).forEach((node) => node.remove());
  const rows = kinds.flatMap((kind) => drafts.list(kind, box.dataset.unsent).map((draft) => row(kind, draft, box)));
  box.append(...rows);
  box.hidden = !rows.length;
}

const showAll = () => all("[data-unsent]").forEach(show);
showAll();
// Back from a form, from the browser's memory: what was handed in meanwhile is no longer there.
window.addEventListener("pageshow", (event) => event.persisted && showAll());
