/* A photo small enough for a village's network: at most 1600 px and 600 KB, as JPEG, with the camera's time and place. */
import { exifOf, isJpeg, isWhole, withExif } from "./jpeg.js";

const SIDE = 1600; // px
const MOST = 600 * 1024;
const QUALITIES = [0.82, 0.7, 0.58, 0.45, 0.35];

/* Resolves to the bytes (ArrayBuffer); rejects when this is no photo, or one that did not arrive whole. */
export async function shrink(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isJpeg(bytes) && !isWhole(bytes)) throw new Error("cut off");
  const image = await picture(file);
  let small = await jpeg(drawn(image, SIDE));
  if (small.size > MOST) small = await jpeg(drawn(image, SIDE / 2));
  const made = new Uint8Array(await small.arrayBuffer());
  return withExif(made, isJpeg(bytes) ? exifOf(bytes) : null).buffer;
}

function picture(file) {
  return new Promise((done, fail) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(url);
      done(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      fail(new Error("unreadable"));
    };
    image.src = url;
  });
}

function drawn(image, side) {
  const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/* The best quality that is small enough, or the poorest. */
async function jpeg(canvas) {
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob) throw new Error("no jpeg");
    if (blob.size <= MOST) break;
  }
  return blob;
}
