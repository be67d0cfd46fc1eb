/* The server's clock counts, not the phone's; a page from the phone's own store says how late it was then, not now. So the
   difference is learnt from each answer, and remembered for the time without one. */

const NAME = "hz-clock-off";
let offset = remembered();

function remembered() {
  try {
    return Number(localStorage.getItem(NAME)) || 0;
  } catch {
    return 0;
  }
}

/* date: a Date header (whole seconds), or ms of the epoch. */
export function learn(date) {
  const at = typeof date === "number" ? date : Date.parse(date || "") + 500;
  if (Number.isNaN(at)) return;
  offset = Math.round(at - Date.now());
  try {
    localStorage.setItem(NAME, String(offset));
  } catch {
    // Learnt again from the next answer.
  }
}

export const serverNow = () => Date.now() + offset;

/* When this page came from the phone's own store: then it was made at that moment (ms), else 0. */
export const keptAt = () => Number(document.documentElement.dataset.keptAt || 0);
