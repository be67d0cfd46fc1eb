/* Where the server is told of parcels, asked for its receipts, and for what a phone needs. */
export const MANIFEST = "/parcels/manifest/";
export const RECEIPTS = "/parcels/receipts/";
/* Of these the server keeps receipts; others (上报问题) have a number of their own that it takes once. */
export const KNOWN = ["walk", "step"];
export const TRACKS = "/patrols/tracks/";
export const PACK = "/parcels/pack/";
