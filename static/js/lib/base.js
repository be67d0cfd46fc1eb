/* IndexedDB, one act at a time: opened, used, closed, so that no tab stands in the way of another. */

const STUCK = 10000; // ms; some phones open a base and never say so
const TABLES = { "hz-patrol": ["photos"], "hz-parcels": ["parcels", "kept"] };

/* act(table) → request; resolves to its result when all is written, rejects when the device refuses or has no room. */
export function inTable(base, table, mode, act) {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error("stuck")), STUCK);
    const opening = indexedDB.open(base, 1);
    opening.onupgradeneeded = () => TABLES[base].forEach((name) => opening.result.createObjectStore(name));
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      try {
        run(opening.result, table, mode, act, done, fail);
      } catch (error) {
        fail(error);
      }
    };
  });
}

function run(opened, table, mode, act, done, fail) {
  const task = opened.transaction(table, mode, { durability: "strict" }); // a battery may end the next moment
  const asked = act(task.objectStore(table));
  task.oncomplete = () => {
    opened.close();
    done(asked.result);
  };
  task.onerror = task.onabort = () => {
    opened.close();
    fail(task.error);
  };
}
