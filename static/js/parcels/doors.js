/* Where the server is told of parcels, asked for its receipts, and for what a phone needs. */
export const MANIFEST = "/parcels/manifest/";
export const RECEIPTS = "/parcels/receipts/";
/* Announced before their photos. */
export const KNOWN = ["walk", "step"];
/* Whose numbers the server knows again: asked for, and sent once more when it has lost them (reconciling.js). */
export const ASKED = [...KNOWN, "report"];
export const TRACKS = "/patrols/tracks/";
export const PACK = "/parcels/pack/";
