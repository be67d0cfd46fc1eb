/* The draft of a walk: begun when its page opens, saved at every change. Its number and its start are made here: the page
   may come from the phone's own store, and was then made for another walk. */
import { wall } from "../lib/clock.js";
import { serverNow } from "../lib/servertime.js";
import { drafts, uuid } from "../lib/store.js";

/* The draft of this page's user and reach, or a new one. */
export function openDraft(page) {
  const { user, reach, name } = page.dataset;
  return drafts.get("walk", user, reach) || {
    user, key: reach, reach, name,
    client_id: uuid(), started_at: wall(serverNow()), ended_at: null,
    kind: "routine", note: "", start: null, end: null, findings: [], editing: null, stage: "walking",
  };
}

export const newFinding = () => ({
  item: "", label: "", explain: false, state: "open", text: "", measure: "", place: null, thing: null, photos: [],
});

export const isEmpty = (finding) => !finding.item && !finding.text && !finding.photos.length;

/* What patrols/walks/forms.py reads: the walk, and its findings as f0-…, f1-…; the numbers of photos (f0-kept) come when
   the server has them. */
function fieldsOf(form, draft) {
  const put = (prefix, place) => ["lat", "lng", "accuracy"].map((name, index) => [prefix + name, String(place?.[index] ?? "")]);
  const told = ["reach", "started_at", "ended_at", "kind", "note"].map((name) => [name, draft[name]]);
  const isLong = form.elements.is_long?.checked ? [["is_long", "1"]] : [];
  // The counts let the server see that a cut line has swallowed nothing.
  const counts = [["findings", String(draft.findings.length)]];
  const findings = draft.findings.flatMap((each, index) => {
    const prefix = `f${index}-`;
    const words = ["item", "state", "text", "measure"].map((name) => [prefix + name, each[name]]);
    const about = each.thing ? [[`${prefix}thing`, each.thing.id]] : [];
    // Put on the map by hand: [latitude, longitude, null, 1, what the phone had measured or 0].
    const byHand = each.place?.length > 4 ? [[`${prefix}placed`, "1"], ...put(`${prefix}phone_`, each.place[4])] : [];
    return [...words, ...put(prefix, each.place), ...byHand, ...about, [`${prefix}photo_count`, String(each.photos.length)]];
  });
  return [...told, ...put("start_", draft.start), ...put("end_", draft.end), ...isLong, ...counts, ...findings];
}

/* The walk, ready to be handed in (parcels/keeping.js). */
export function parcelOf(page, form, draft) {
  return {
    id: draft.client_id, user: draft.user, kind: "walk", url: form.action, stage: page.dataset.stageUrl,
    title: `巡河 · ${draft.name}`, at: serverNow(), draft, fields: fieldsOf(form, draft), state: "waiting", words: "", tries: 0,
  };
}
