/* The draft of a walk: begun when its page opens, saved at every change. */
import { token } from "../lib/dom.js";
import { drafts } from "../lib/store.js";

/* The draft of this page's user and reach, or a new one from what the server wrote into the form. */
export function openDraft(page, form) {
  const { user, reach, name } = page.dataset;
  return drafts.get("walk", user, reach) || {
    user, key: reach, reach, name,
    client_id: form.elements.client_id.value, started_at: form.elements.started_at.value, ended_at: null,
    kind: "routine", note: "", start: null, end: null, findings: [], editing: null, stage: "walking",
  };
}

export const newFinding = () => ({
  item: "", label: "", explain: false, state: "open", text: "", measure: "", place: null, photos: [],
});

export const isEmpty = (finding) => !finding.item && !finding.text && !finding.photos.length;

/* What patrols/walks/forms.py reads: the walk, and its findings as f0-…, f1-…; photos are with the server already. */
export function parcel(form, draft) {
  const data = new FormData(form);
  data.set("csrfmiddlewaretoken", token());
  const put = (prefix, place) =>
    ["lat", "lng", "accuracy"].forEach((name, index) => data.set(prefix + name, place ? place[index] : ""));
  ["client_id", "reach", "started_at", "ended_at", "kind", "note"].forEach((name) => data.set(name, draft[name]));
  put("start_", draft.start);
  put("end_", draft.end);
  // The counts let the server see that a cut line has swallowed nothing.
  data.set("findings", draft.findings.length);
  draft.findings.forEach((each, index) => {
    const prefix = `f${index}-`;
    ["item", "state", "text", "measure"].forEach((name) => data.set(prefix + name, each[name]));
    put(prefix, each.place);
    data.set(`${prefix}photo_count`, each.photos.length);
    data.set(`${prefix}kept`, each.photos.map((photo) => photo.upload).join(","));
  });
  return data;
}
