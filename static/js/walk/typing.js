/* What is typed, chosen and photographed on the walk page goes into the draft at once. */
import { one, show } from "../lib/dom.js";
import { drawTime } from "./drawing.js";

/* current() is the draft, finding() the finding that is open. */
export function typing({ page, current, finding, save, box }) {
  const typed = {
    "w-text": (text) => Object.assign(finding(), { text }),
    "w-measure": (measure) => Object.assign(finding(), { measure }),
    "w-note": (note) => Object.assign(current(), { note }),
  };
  const chosen = {
    "w-state"(value) {
      finding().state = value;
      show(one("[data-measure]", page), value === "settled");
    },
    "w-kind": (kind) => Object.assign(current(), { kind }),
    "w-start": (value) => setTime("started_at", value),
    "w-end": (value) => setTime("ended_at", value),
  };

  function setTime(name, value) {
    if (!value) return;
    const draft = current();
    // The picker knows no seconds: an end in the minute of the start is not before it.
    const isSameMinute = name === "ended_at" && value.slice(0, 16) === draft.started_at.slice(0, 16);
    draft[name] = isSameMinute ? draft.started_at : `${value.slice(0, 16)}:00`;
    drawTime(page, draft);
  }

  function take(acting, { name, value }) {
    if (!current() || !acting[name]) return;
    acting[name](value);
    save();
  }

  page.addEventListener("input", (event) => take(typed, event.target));
  page.addEventListener("change", (event) => {
    const field = event.target;
    if (current() && field.type === "file") {
      box.add(field.files);
      field.value = "";
    } else {
      take(chosen, field);
    }
  });
}
