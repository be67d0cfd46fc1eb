/* What is not handed in yet, on this device: words in localStorage, photos in IndexedDB. Every draft belongs to a user,
   and goes only when the server has given its receipt or when its user throws it away.

   The interface, behind which another back end may stand:
     drafts.get(kind, user, key) → draft or null        drafts.list(kind, user) → drafts, the latest first
     drafts.put(kind, draft) → false when the device has no room or forbids it; the page then says so
     drafts.drop(kind, draft): with its photos           drafts.release(kind, draft): the photos stay, a parcel has them
     photos.put(id, buffer) → Promise: true when it lies safely here, false when only in this page's memory
     photos.get(id) → Promise of a JPEG blob, null when it is gone          photos.drop(id)
   A draft has user, key, saved_at and what its page adds. A photo in a draft is
     {id, number (UUID: the server knows it by this), name, upload and at (once the server has it), refused (why not)}. */
import { inTable } from "./base.js";

const PREFIX = { walk: "hz-walk:", form: "hz-form:" };
const memory = new Map();

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const newPhoto = (name) => ({ id: `hz:${uuid()}`, number: uuid(), name });

/* Of a walk, those of its findings. */
export function photosOf(draft) {
  return draft.findings ? draft.findings.flatMap((finding) => finding.photos) : draft.photos || [];
}

// Drafts of the first version: photos were bare ids, or had no number; a form's draft did not say whose it is.
function grown(draft, user, key) {
  if (!draft) return null;
  const numbered = (photo) => ({ name: "", number: uuid(), ...(typeof photo === "string" ? { id: photo } : photo) });
  if (!draft.findings) return { ...draft, photos: (draft.photos || []).map(numbered), user, key };
  const findings = draft.findings.map((each) => ({ ...each, photos: each.photos.map(numbered) }));
  return { ...draft, findings, user, key };
}

const nameOf = (kind, user, key) => `${PREFIX[kind]}${user}:${key}`;

export const drafts = {
  get(kind, user, key) {
    try {
      return grown(JSON.parse(localStorage.getItem(nameOf(kind, user, key))), user, key);
    } catch {
      return null;
    }
  },
  put(kind, draft) {
    draft.saved_at = Date.now();
    try {
      localStorage.setItem(nameOf(kind, draft.user, draft.key), JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  },
  list(kind, user) {
    const start = nameOf(kind, user, "");
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(start));
      const found = names.map((name) => drafts.get(kind, user, name.slice(start.length))).filter(Boolean);
      return found.sort((a, b) => (b.saved_at || 0) - (a.saved_at || 0));
    } catch {
      return []; // storing is forbidden: there are no drafts
    }
  },
  drop(kind, draft) {
    for (const photo of photosOf(draft)) photos.drop(photo.id);
    drafts.release(kind, draft);
  },
  release(kind, draft) {
    try {
      localStorage.removeItem(nameOf(kind, draft.user, draft.key));
    } catch {
      // Nothing was stored.
    }
  },
};

const inPhotos = (mode, act) => inTable("hz-patrol", "photos", mode, act);
const jpeg = (buffer) => (buffer ? new Blob([buffer], { type: "image/jpeg" }) : null);

export const photos = {
  // ArrayBuffer: old Safari loses blobs.
  put(id, buffer) {
    return inPhotos("readwrite", (table) => table.put(buffer, id)).then(() => true, () => {
      memory.set(id, buffer);
      return false;
    });
  },
  get(id) {
    if (memory.has(id)) return Promise.resolve(jpeg(memory.get(id)));
    return inPhotos("readonly", (table) => table.get(id)).then(jpeg, () => null);
  },
  drop(id) {
    memory.delete(id);
    inPhotos("readwrite", (table) => table.delete(id)).catch(() => {});
  },
};
