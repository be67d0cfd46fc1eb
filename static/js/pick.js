/* Long select boxes become a box to type in: the native select stays (it is what is sent, and what works without
   this script), a combobox stands in front of it. Marked-up controls that htmx brings in later are taken along; so are long
   groups of boxes to tick, whose script is loaded where there is one. */
import { make } from "./lib/dom.js";
import { fits } from "./lib/fitting.js";

const LONG = 15;
const SHOWN = 60;
let count = 0;

function words(option) {
  return option?.value ? option.text.trim() : "";
}

function enhance(select) {
  const box = make("div", "pick");
  const input = make("input", `form-control pick-input${select.classList.contains("is-invalid") ? " is-invalid" : ""}`);
  const list = make("ul", "pick-list");
  const label = select.id && document.querySelector(`label[for='${select.id}']`);
  let at = -1;
  count += 1;
  input.id = `${select.id || "pick"}-typed`;
  input.type = "text";
  input.autocomplete = "off";
  input.placeholder = select.options[0].value ? "输入文字或拼音首字母查找" : `${select.options[0].text.trim()}，可输入文字或拼音首字母`;
  list.id = `pick-list-${count}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label ? label.textContent.trim() : "选项");
  [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]
    .forEach((pair) => { input.setAttribute(pair[0], pair[1]); });
  ["aria-describedby", "aria-invalid", "aria-required", "aria-label"].forEach((name) => {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  });
  if (select.required) input.setAttribute("aria-required", "true");
  if (label) label.htmlFor = input.id;
  input.disabled = select.disabled;
  select.parentNode.insertBefore(box, select);
  box.appendChild(input);
  box.appendChild(list);
  box.appendChild(select);
  select.classList.add("pick-native");
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.dataset.picked = "";
  say();

  function say() { input.value = words(select.options[select.selectedIndex]); }

  function open(typed) {
    const isTyped = typed.trim() !== "";
    const found = Array.from(select.options).filter(
      (option) => !option.disabled && (!isTyped || (option.value && fits(option.text, option.dataset.py, typed))),
    );
    list.textContent = "";
    found.slice(0, SHOWN).forEach((option, number) => {
      const line = make("li", "pick-option");
      line.id = `${list.id}-${number}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(option.selected));
      line.dataset.index = option.index;
      line.textContent = option.text;
      list.appendChild(line);
    });
    if (!found.length || found.length > SHOWN) {
      const note = make("li", "pick-note");
      note.setAttribute("role", "option");
      note.setAttribute("aria-disabled", "true");
      note.textContent = found.length ? `还有 ${found.length - SHOWN} 项，请输入文字查找` : "没有符合的选项";
      list.appendChild(note);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    move(isTyped && found.length ? 0 : -1);
  }

  function shut() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const lines = list.querySelectorAll(".pick-option");
    if (lines[at]) lines[at].classList.remove("is-at");
    at = lines.length ? Math.max(-1, Math.min(to, lines.length - 1)) : -1;
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    lines[at].classList.add("is-at");
    lines[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", lines[at].id);
  }

  function choose(line) {
    select.selectedIndex = Number(line.dataset.index);
    say();
    shut();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("focus", () => { input.select(); });
  input.addEventListener("click", () => { if (list.hidden) open(""); });
  input.addEventListener("input", () => { open(input.value); });
  const step = (by) => (list.hidden ? open("") : move(at + by));
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter() {
      const line = list.querySelectorAll(".pick-option")[at];
      if (line) choose(line);
    },
    Escape() {
      say();
      shut();
    },
  };
  input.addEventListener("keydown", (event) => {
    const isMove = event.key.startsWith("Arrow");
    if (!keys[event.key] || (list.hidden && !isMove)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Emptied: nothing is chosen. Left half-typed: what was chosen before stands again.
  input.addEventListener("blur", () => {
    const empty = select.options[0].value === "" && !input.value.trim();
    if (empty && select.selectedIndex !== 0) choose({ dataset: { index: 0 } });
    say();
    shut();
  });
  list.addEventListener("mousedown", (event) => {
    const line = event.target.closest(".pick-option");
    event.preventDefault();
    if (line) choose(line);
  });
  select.addEventListener("focus", () => { input.focus(); });
  select.addEventListener("change", say);
  if (select.form) select.form.addEventListener("reset", () => { setTimeout(say); });
}

function sweep(root) {
  root.querySelectorAll(".field select, .list-field select").forEach((select) => {
    if (!select.multiple && select.options.length > LONG && !("picked" in select.dataset)) enhance(select);
  });
  const groups = root.querySelectorAll("[data-sift]");
  if (groups.length) import("./sift.js").then(({ sift }) => groups.forEach(sift), () => {});
}

sweep(document);
document.addEventListener("htmx:load", (event) => {
  sweep(event.target.parentNode?.querySelectorAll ? event.target.parentNode : document);
});
document.addEventListener("hz:shown", (event) => sweep(event.target));
