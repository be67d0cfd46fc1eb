/* What stands in the fields of a form, and how it comes back. */

const late = new Map(); // select's name → value whose option is not there yet

function fields(form) {
  const isWanted = ({ name, type }) => name && name !== "csrfmiddlewaretoken" && !/^(file|submit|button)$/.test(type);
  return Array.from(form.elements).filter(isWanted);
}

const isTick = (field) => /radio|checkbox/.test(field.type);

export function valuesOf(form) {
  return fields(form).map((field) => [field.name, field.value, isTick(field) ? field.checked : null]);
}

export function fill(form, values) {
  const left = values.slice();
  const turned = []; // told of when all stands there: who hears of it may keep the form as it is then
  fields(form).forEach((field) => {
    const at = left.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
    if (at < 0) return;
    const [, value, isOn] = left.splice(at, 1)[0];
    const before = field.value;
    if (isTick(field)) field.checked = isOn;
    else field.value = value;
    if (field.tagName !== "SELECT") return;
    if (field.value !== value) late.set(field.name, value);
    if (field.value !== before) turned.push(field);
  });
  turned.forEach(changed);
}

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

/* The choices of one box may hang on another's (河段 on 河湖) and come a moment later. */
export function fillLate(select) {
  if (!select || select.tagName !== "SELECT" || !late.has(select.name)) return;
  select.value = late.get(select.name);
  late.delete(select.name);
  changed(select);
}
