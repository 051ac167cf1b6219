// Where is kept what the last run found, so that Undo can bring it back? In this browser, one run for each workbook, for 30 days.

/** @typedef {import("./types.js").Kept} Kept */

const DAYS = 30;
const STORE = "runs";

/** For a browser that keeps nothing: until the pane is closed. @type {Map<string, {kept: Kept, saved: number}>} */
const meanwhile = new Map();

/**
 * The last run on a workbook, if it is not too old.
 * @param {string} workbook
 * @param {number} now in milliseconds
 * @returns {Promise<Kept | null>}
 */
export async function kept(workbook, now) {
  const found = await withStore("readonly", (store) => store.get(workbook)) ?? meanwhile.get(workbook);
  return found && fresh(found.saved, now) ? found.kept : null;
}

/**
 * Keeps a run in place of the one before; forgets those of all workbooks that are too old.
 * @param {string} workbook
 * @param {Kept} run
 * @param {number} now in milliseconds
 */
export async function keep(workbook, run, now) {
  const entry = { kept: run, saved: now };
  const done = await withStore("readwrite", (store) => store.put(entry, workbook));
  if (done === undefined) meanwhile.set(workbook, entry);
  else meanwhile.delete(workbook);
  await withStore("readwrite", (store) => {
    const all = store.openCursor();
    all.onsuccess = () => {
      const cursor = all.result;
      if (!cursor) return;
      if (!fresh(cursor.value.saved, now)) cursor.delete();
      cursor.continue();
    };
    return all;
  });
}

/**
 * @param {number} saved
 * @param {number} now
 */
export function fresh(saved, now) {
  return now - saved < DAYS * 24 * 3600 * 1000;
}

/**
 * What one request to the store gives; undefined where there is no store.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
function withStore(mode, ask) {
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    try {
      const opened = indexedDB.open("backorder-xl", 1);
      opened.onupgradeneeded = () => opened.result.createObjectStore(STORE);
      opened.onerror = opened.onblocked = none;
      opened.onsuccess = () => {
        try {
          const database = opened.result;
          const change = database.transaction(STORE, mode);
          const request = ask(change.objectStore(STORE));
          change.oncomplete = () => {
            database.close();
            resolve(request.result);
          };
          change.onabort = change.onerror = none;
        } catch {
          none();
        }
      };
    } catch {
      none();
    }
  });
}
