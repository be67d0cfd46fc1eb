/* Positions on the map: WGS-84 ⇄ world pixels (the whole world is 256 × 256, as Leaflet counts at zoom 0), encoded polylines. */
export const WORLD = 256;
const HIGHEST = 85.0511287798; // where Mercator's square ends
const RADIAN = Math.PI / 180;

export const worldX = (lng) => (lng / 360 + 0.5) * WORLD;

export function worldY(lat) {
  const sine = Math.sin(Math.max(-HIGHEST, Math.min(HIGHEST, lat)) * RADIAN);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

export const lngOf = (x) => (x / WORLD - 0.5) * 360;
export const latOf = (y) => (2 * Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) - Math.PI / 2) / RADIAN;

/* How many points an encoded polyline holds: each number ends with a character below 95. */
export function countPoints(text) {
  let ends = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 95) ends += 1;
  return ends >> 1;
}

/* Calls back with (latitude, longitude) of every point of an encoded polyline; five digits unless the scale says otherwise. */
export function eachPoint(text, tell, scale = 1e5) {
  let at = 0;
  let lat = 0;
  let lng = 0;
  function next() {
    let value = 0;
    let shift = 0;
    let part = 32;
    while (part >= 32) {
      part = text.charCodeAt(at) - 63;
      at += 1;
      value |= (part & 31) << shift;
      shift += 5;
    }
    return value & 1 ? ~(value >> 1) : value >> 1;
  }
  while (at < text.length) {
    lat += next();
    lng += next();
    tell(lat / scale, lng / scale);
  }
}

/* Metres that one world pixel measures at this latitude. */
export const metresPerPixel = (lat) => (40075016.686 * Math.cos(lat * RADIAN)) / WORLD;

/* points: [[latitude, longitude], …] */
export function encode(points, scale = 1e5) {
  let words = "";
  let before = [0, 0];
  function add(number) {
    let rest = number < 0 ? ~(number << 1) : number << 1;
    while (rest >= 32) {
      words += String.fromCharCode((32 | (rest & 31)) + 63);
      rest >>= 5;
    }
    words += String.fromCharCode(rest + 63);
  }
  points.forEach((point) => {
    const now = point.map((degrees) => Math.floor(degrees * scale + 0.5));
    add(now[0] - before[0]);
    add(now[1] - before[1]);
    before = now;
  });
  return words;
}
