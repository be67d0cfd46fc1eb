/* Photos in a plain form: what was chosen is shown, and can be taken back. Forms that keep a draft have photobox.js. */
import { make, on } from "./dom.js";

function draw(input) {
  const tile = input.closest(".photo-tile") || input;
  let list = tile.nextElementSibling;
  if (!list || !list.matches(".previews")) {
    list = make("ul", "previews");
    tile.after(list);
  }
  list.replaceChildren(...Array.from(input.files, (file, index) => item(input, file, index)));
}

function item(input, file, index) {
  const row = make("li");
  const picture = make("img");
  const away = make("button", "", "×");
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  picture.onload = () => URL.revokeObjectURL(picture.src);
  away.type = "button";
  away.setAttribute("aria-label", `去掉照片 ${index + 1}`);
  away.onclick = () => keepOthers(input, index);
  row.append(picture, away);
  return row;
}

function keepOthers(input, without) {
  const basket = new DataTransfer();
  const others = Array.from(input.files).filter((file, index) => index !== without);
  for (const file of others) basket.items.add(file);
  input.files = basket.files;
  draw(input);
}

on("change", "input[type=file][data-photos]", (event, input) => draw(input));
