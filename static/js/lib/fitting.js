/* Each part of what was typed must occur, or begin the pinyin initials of a part: "北堰 村" and "byz hk" find 北堰镇 · 河口村. */
export function fits(text, initials, typed) {
  const letters = ` ${initials || ""}`;
  const parts = typed.trim().split(/\s+/).filter(Boolean);
  return parts.every((part) => text.indexOf(part) >= 0 || letters.indexOf(` ${part.toLowerCase()}`) >= 0);
}
