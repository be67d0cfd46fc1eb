/* One tab at a time. Where the browser has no locks, a lease that its holder renews; should two hold it after all, the
   server takes each parcel once. */

const NAME = "hz-parcels";
const LEASE = 15000; // ms
const me = Math.random().toString(36).slice(2);

/* act() when nobody else is at it: its result, else false at once. */
export function alone(act) {
  if (navigator.locks) return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? act() : false));
  return leased(act);
}

/* act() once nobody else is at it any more: for what would not come again by itself. */
export async function inTurn(act) {
  if (navigator.locks) return navigator.locks.request(NAME, act);
  let result = await leased(act);
  for (; result === false; result = await leased(act)) await new Promise((done) => setTimeout(done, LEASE / 15));
  return result;
}

const read = () => JSON.parse(localStorage.getItem(NAME) || "{}");
const renew = () => localStorage.setItem(NAME, JSON.stringify({ holder: me, until: Date.now() + LEASE }));

async function leased(act) {
  let timer = 0;
  try {
    const { holder, until } = read();
    if (holder !== me && until > Date.now()) return false;
    renew();
    timer = setInterval(renew, LEASE / 3);
  } catch {
    // Storing is forbidden: no other tab has these parcels.
  }
  try {
    return await act();
  } finally {
    clearInterval(timer);
    try {
      localStorage.removeItem(NAME);
    } catch {
      // Nothing was stored.
    }
  }
}
