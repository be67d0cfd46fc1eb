/* What the map shows stands in its address, so that a link opens the same picture. */
const KINDS = /^[a-z]+\d*-\d+$/;
const OWN = ["by", "on", "tiers", "kinds", "at", "pick"];
const ALONE = ["reach", "river", "board", "section", "issue"]; // ?reach=12, as other pages link to us

/* `meant`: what is chosen where the address says nothing.
   `keeps`: the address also says which rows are meant, and goes on saying so.
   {by, on, tiers, kinds: null where the address says nothing, at: [lat, lng, zoom] | null, pick: "reach-12" | ""} */
export function readAddress(meant = "", keeps = false) {
  const said = new URLSearchParams(location.search);
  const list = (name) => (said.has(name) ? said.get(name).split(",").filter(Boolean) : null);
  const at = (said.get("at") || "").split(",").map(Number);
  const alone = ALONE.find((name) => /^\d+$/.test(said.get(name) || ""));
  const pick = said.get("pick") || (alone ? `${alone}-${said.get(alone)}` : meant);
  return {
    kept: keeps ? Array.from(said).filter(([name, value]) => value && !OWN.includes(name)) : [],
    by: said.get("by") || "",
    on: said.get("on") || "",
    tiers: list("tiers"),
    kinds: list("kinds"),
    at: at.length === 3 && at.every(Number.isFinite) ? at : null,
    pick: KINDS.test(pick) ? pick : "",
  };
}

export function writeAddress(state, map) {
  const words = new URLSearchParams(state.kept);
  const centre = map.getCenter();
  words.set("by", state.by);
  if (state.on) words.set("on", state.on);
  words.set("tiers", state.tiers.join(","));
  words.set("kinds", state.kinds.join(","));
  words.set("at", `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${map.getZoom()}`);
  if (state.pick) words.set("pick", state.pick);
  history.replaceState(history.state, "", `?${words.toString().replace(/%2C/g, ",")}`);
}

export function split(pick) {
  const [kind, key] = pick.split("-");
  return { kind, key: Number(key) };
}
