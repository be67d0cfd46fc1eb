/* Photos of a draft: made small, kept on this device at once, shown, taken back. Each stands alone: one that cannot be
   read is told by its name, and costs the others nothing. */
import { make, show } from "./dom.js";
import { shrink } from "./shrink.js";
import { newPhoto, photos } from "./store.js";

const NOT_KEPT = "手机不允许保存照片（空间不足或无痕浏览），照片只在本页有效，请尽快提交，不要关闭或刷新页面。";

/* list: the <ul>; note, busy: lines of words; current() → the draft's photos shown now; changed(): the draft is to be
   saved; most: how many may be chosen; of: which of several boxes of one draft this is, as its photos say. */
export function photoBox({ list, note, busy, tile, current, changed, most, of = "" }) {
  let adding = Promise.resolve();
  const own = (all) => all.filter((photo) => (photo.of || "") === of);

  function say(words) {
    note.textContent = words.join(" ");
  }

  function add(files) {
    const target = current();
    const room = most - own(target).length;
    const words = files.length > room ? [`最多 ${most} 张，多出的没有加上。`] : [];
    say(words);
    show(busy, true);
    const chosen = Array.from(files).slice(0, Math.max(0, room));
    const last = chosen
      .reduce((before, file) => before.then(() => addOne(target, file, words)), adding)
      .then(() => adding === last && show(busy, false));
    adding = last;
    return last;
  }

  async function addOne(target, file, words) {
    try {
      const small = await shrink(file);
      const photo = newPhoto(file.name);
      if (of) photo.of = of;
      photo.loose = !(await photos.put(photo.id, small)); // in this page alone
      if (photo.loose && !words.includes(NOT_KEPT)) words.push(NOT_KEPT);
      target.push(photo);
      changed();
    } catch (_error) {
      words.push(`“${file.name}”打不开，没有加上（可能没有传完整或不是照片），请重拍或另选一张。`);
    }
    say(words);
    if (target === current()) draw();
  }

  function draw() {
    const mine = own(current());
    list.replaceChildren(...mine.map(item));
    show(tile, mine.length < most);
  }

  function item(photo, index) {
    const row = make("li", photo.refused ? "is-refused" : "");
    const picture = make("img");
    const away = make("button", "", "×");
    picture.alt = photo.name || `照片 ${index + 1}`;
    if (photo.refused) picture.title = photo.refused;
    away.type = "button";
    away.setAttribute("aria-label", `去掉照片 ${index + 1}`);
    away.onclick = () => remove(photo);
    fill(picture, photo);
    row.append(picture, away);
    return row;
  }

  async function fill(picture, photo) {
    const blob = await photos.get(photo.id);
    if (!blob) {
      picture.alt = "照片丢失，请去掉后重拍";
      return;
    }
    picture.src = URL.createObjectURL(blob);
    picture.onload = () => URL.revokeObjectURL(picture.src);
  }

  function remove(photo) {
    const target = current();
    target.splice(target.indexOf(photo), 1);
    photos.drop(photo.id);
    say([]);
    changed();
    draw();
  }

  return { add, draw, settled: () => adding };
}
