/* Digests, as far as the browser makes them (over plain http it does not: then they are empty, and nothing depends on them). */
import { photos } from "../lib/store.js";

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* Of a text, or of a photo's bytes; the first digits of the SHA-256. */
export async function sumOf(what, digits = 64) {
  if (!window.crypto?.subtle) return "";
  const blob = typeof what === "string" ? null : await photos.get(what.id);
  if (typeof what !== "string" && !blob) return "";
  const bytes = blob ? await blob.arrayBuffer() : new TextEncoder().encode(what);
  return hex(await crypto.subtle.digest("SHA-256", bytes)).slice(0, digits);
}
