/* The track's place on the walk page: offered where the district takes tracks, begun after the notice, off with one tap.
   A page whose district takes none has no such box, and nothing here reads a position. */
import { one, show } from "../lib/dom.js";
import { LOCKED, dropTrack, moveTrack, tracking, wishes } from "./track.js";

const NONE = {
  follow() {}, end: () => Promise.resolve(), drop() {},
  async renumber(draft, fresh) {
    draft.client_id = fresh;
  },
};

/* follow(draft): a walk is under way on the page (or none); end(): it is being handed in; drop(draft): it is thrown away;
   renumber(draft, fresh): it goes on under another number, and its points with it. */
export function trackBox(page) {
  const box = one("[data-track]", page);
  if (!box) return NONE;
  const words = one("[data-track-words]", box);
  const button = one("[data-track-do]", box);
  const notice = one("[data-track-notice]", box);
  let track = null;
  let walk = "";

  function draw(state) {
    const isOn = wishes.agreed() && !wishes.isOff();
    one("span", button).textContent = isOn ? "不再记录" : "记录轨迹";
    if (!isOn) words.textContent = "不记录，可不用";
    else words.textContent = state?.words || (state?.points ? `已记录 ${state.points} 个点。${LOCKED}` : LOCKED);
  }
  function begin() {
    if (track && !track.start() && wishes.agreed() && !wishes.isOff()) draw({ words: "当前浏览器或网址不能记录轨迹，不影响巡河。" });
    else draw(track?.state());
  }
  function follow(draft) {
    if (draft && walk === draft.client_id) return;
    if (track) track.stop();
    track = draft ? tracking({ user: draft.user, walk: draft.client_id, changed: draw }) : null;
    walk = draft ? draft.client_id : "";
    if (draft) begin();
  }
  button.onclick = () => {
    if (wishes.agreed() && !wishes.isOff()) {
      wishes.turnOff(true);
      if (track) track.stop();
      draw();
    } else if (wishes.agreed()) {
      wishes.turnOff(false);
      begin();
    } else {
      show(notice, true);
    }
  };
  one("[data-track-agree]", box).onclick = () => {
    wishes.agree();
    wishes.turnOff(false);
    show(notice, false);
    begin();
  };
  one("[data-track-refuse]", box).onclick = () => show(notice, false);

  return {
    follow,
    async end() {
      const ended = track;
      [track, walk] = [null, ""];
      if (ended) await ended.end();
    },
    async renumber(draft, fresh) {
      const [running, { user, client_id: old }] = [track, draft];
      [track, walk] = [null, ""];
      draft.client_id = fresh;
      if (running) await running.stop();
      await moveTrack(user, old, fresh);
    },
    drop(draft) {
      follow(null);
      dropTrack(draft.user, draft.client_id);
    },
  };
}
