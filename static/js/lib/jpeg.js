/* A JPEG's bytes, as far as we need them: is the file whole, and what did the camera note (EXIF: time, place)? */

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const APP1 = 0xe1;
const ORIENTATION = 0x0112;

const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const isJpeg = (bytes) => bytes[0] === 0xff && bytes[1] === START;

/* Of the markers before the picture: {kind, from, to} of each segment, and where the picture's data begin. */
function segments(bytes) {
  const found = [];
  const read = view(bytes);
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const kind = bytes[at + 1];
    const to = at + 2 + read.getUint16(at + 2);
    found.push({ kind, from: at, to });
    at = to;
    if (kind === SCAN) break;
  }
  return { found, picture: at };
}

/* false when the end is missing: a browser would draw such a photo, the lost part in grey or white */
export function isWhole(bytes) {
  const { found, picture } = segments(bytes);
  if (!found.length || found[found.length - 1].kind !== SCAN) return false;
  for (let at = bytes.indexOf(0xff, picture); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === END) return true;
  }
  return false;
}

/* The EXIF segment, told that the photo stands upright already; null when there is none. */
export function exifOf(bytes) {
  const found = segments(bytes).found.find(({ kind, from }) => kind === APP1 && bytes[from + 4] === 0x45);
  if (!found) return null;
  const exif = bytes.slice(found.from, found.to);
  try {
    setUpright(view(exif), 10); // marker, length, "Exif\0\0"
  } catch {
    return null; // its own lengths are wrong
  }
  return exif;
}

function setUpright(read, base) {
  const isLittle = read.getUint16(base) === 0x4949;
  const table = base + read.getUint32(base + 4, isLittle);
  const count = read.getUint16(table, isLittle);
  for (let at = table + 2; at < table + 2 + count * 12; at += 12) {
    if (read.getUint16(at, isLittle) === ORIENTATION) read.setUint16(at + 8, 1, isLittle);
  }
}

/* The canvas knows nothing of time and place: they go from the camera's file into the small one. */
export function withExif(bytes, exif) {
  if (!exif) return bytes;
  const joined = new Uint8Array(bytes.length + exif.length);
  joined.set(bytes.subarray(0, 2));
  joined.set(exif, 2);
  joined.set(bytes.subarray(2), 2 + exif.length);
  return joined;
}
