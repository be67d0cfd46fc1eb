/* One step of the browser's history stands for being inside something (a finding, the summary): the phone's back leaves
   that, and not the page. */

const MARK = "hz-inside";
const isInside = () => Boolean(history.state?.[MARK]);

/* wanted() → whether the page is inside now; onBack(): the user went back. Call sync() whenever wanted() may have
   changed, and exit(then) before the page is left for good. */
export function inside({ wanted, onBack }) {
  let moving = false;
  let leaving = null;

  function sync() {
    if (moving || wanted() === isInside()) return;
    if (wanted()) {
      history.pushState({ [MARK]: true }, "");
    } else {
      moving = true;
      history.back();
    }
  }

  function exit(then) {
    if (!isInside()) {
      then();
      return;
    }
    leaving = then;
    moving = true;
    history.back();
  }

  window.addEventListener("popstate", () => {
    if (leaving) {
      leaving();
      return;
    }
    const isOurs = moving;
    moving = false;
    if (!isOurs && wanted() && !isInside()) onBack();
    sync();
  });
  return { sync, exit };
}
