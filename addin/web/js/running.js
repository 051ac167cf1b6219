// How does a press on a button go? Read, ask the server, put its question, carry its steps out, and keep what was there before.

import { stamp, today } from "./clock.js";
import { carryOut } from "./excel/carrying/index.js";
import { can, listed } from "./excel/abilities.js";
import { unlessStopped } from "./excel/patience.js";
import { among, readBook, workbookName } from "./excel/reading.js";
import { keep, kept } from "./keeping.js";
import { Refused, post } from "./server.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").SheetSent} SheetSent */
/** @typedef {Awaited<ReturnType<typeof readBook>>} Book */

/**
 * @typedef {object} Wish
 * @property {string} verb
 * @property {string[]} [ours] sheets to look at closely from the start
 * @property {boolean} [dryRun]
 * @property {boolean} [force]
 * @property {Record<string, string>} [settings]
 * @property {import("./types.js").FileSent[]} [files]
 * @property {import("./types.js").Selected | null} [selected]
 * @property {AbortSignal} signal
 * @property {(says: string) => void} tell
 * @property {(question: string) => Promise<boolean>} ask
 */

/**
 * Does what a verb says; gives the answer, and sentences about what this Excel could not do. Whatever goes wrong is a Refused with
 * one sentence, or the reason of the signal.
 * @param {Wish} wish
 * @returns {Promise<{answer: Answer, said: string[], changed: boolean}>}
 */
export async function run(wish) {
  const { verb, signal, tell, dryRun = false } = wish;
  const last = verb === "undo" ? await lastRun(await workbookName()) : null;
  if (verb === "undo" && !last) {
    throw new Refused("There is nothing to undo: no run on this workbook is remembered in this browser. Runs are kept for 30 days.");
  }
  for (let again = false; ; again = true) {
    tell("Reading the workbook");
    const close = dryRun ? [] : last?.touched ?? wish.ours ?? [];
    const book = await unlessStopped(readBook({ close, only: verb === "new" ? [] : null, signal, tell }), signal);
    const answer = await asked(wish, book, last);
    if (dryRun || !answer.steps.length || answer.refused) return { answer, said: [], changed: false };
    refuseIfLocked(book, answer);
    if (answer.ask && !(await wish.ask(answer.ask))) throw new Refused("Nothing was changed.", "declined");
    tell("Writing");
    if (await changedSince(book, answer, signal, tell)) {
      if (again) throw new Refused("The workbook was changed while this was worked out; nothing was written. Press again when nobody is typing.");
      continue;
    }
    const said = await carried(book, answer, signal, tell);
    const before = remembered(book, answer);
    await keep(workbookId(book.name), { verb, at: stamp(), digest: String(answer.counts.digest ?? ""), touched: answer.touched, before }, Date.now());
    return { answer, said, changed: true };
  }
}

/**
 * The last run on the open workbook, for Undo.
 * @param {string} name
 */
export async function lastRun(name) {
  return kept(workbookId(name), Date.now());
}

/**
 * The server's answer, with the sheets that it wants to see closely.
 * @param {Wish} wish
 * @param {Book} book
 * @param {import("./types.js").Kept | null} last
 * @returns {Promise<Answer>}
 */
async function asked(wish, book, last) {
  const { verb, signal, tell } = wish;
  const request = () => {
    const { readOnly, ...sent } = book;
    return {
      book: sent, today: today(), now: stamp(), settings: wish.settings ?? {}, dry_run: wish.dryRun ?? false, force: wish.force ?? false,
      files: wish.files ?? [], ...(wish.selected ? { selected: wish.selected } : {}), ...(last ? { kept: last } : {}),
    };
  };
  tell("Working it out");
  let answer = await sentTo(verb, request(), wish);
  for (let rounds = 0; answer.needs.length && rounds < 3; rounds += 1) {
    tell("Looking closer");
    const closer = await readBook({ close: answer.needs, only: answer.needs, signal });
    const known = closer.sheets.map((sheet) => sheet.name);
    book.sheets = book.names.flatMap((name) =>
      closer.sheets.filter((s) => s.name === name).concat(book.sheets.filter((s) => s.name === name && !known.includes(name))));
    tell("Working it out");
    answer = await sentTo(verb, request(), wish);
  }
  if (answer.needs.length) throw new Refused(`The sheets ${listed(answer.needs)} could not be read closely; nothing was changed. Close and open Excel, and press again.`);
  return answer;
}

/**
 * Later work that an undo would lose is asked about, and then it is sent once more.
 * @param {string} verb
 * @param {any} request
 * @param {Wish} wish
 * @returns {Promise<Answer>}
 */
async function sentTo(verb, request, wish) {
  try {
    return await post(`/run/${verb}`, request, wish.signal);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "later_work" || request.force) throw error;
    if (!(await wish.ask(error.message))) throw new Refused("Nothing was changed.", "declined");
    wish.force = true;
    return post(`/run/${verb}`, { ...request, force: true }, wish.signal);
  }
}

/**
 * Nothing is begun that Excel would not let end.
 * @param {Book} book
 * @param {Answer} answer
 */
function refuseIfLocked(book, answer) {
  const does = new Set(answer.steps.map((step) => step.do));
  if (book.readOnly) {
    throw new Refused(`${book.name} is open for reading only; save it under another name, or open it for editing, and press again.`);
  }
  const locked = book.protected.filter((name) => name && among(answer.touched, name));
  if (locked.length) {
    const [sheets, are] = locked.length === 1 ? ["The sheet", "is"] : ["The sheets", "are"];
    throw new Refused(`${sheets} ${listed(locked)} ${are} protected; take the protection off (Review, Unprotect Sheet) and press again. Nothing was written.`);
  }
  if (book.protected.includes("") && (does.has("AddSheet") || does.has("DeleteSheet"))) {
    throw new Refused(`The structure of ${book.name} is protected, so no sheet can be added; take that off (Review, Protect Workbook) and press again. Nothing was written.`);
  }
  if (does.has("ResizeTable") && !can("resize")) {
    throw new Refused("This Excel is too old to let a table grow; use Excel 2021 or later, Microsoft 365, or Excel on the web. Nothing was written.");
  }
}

/**
 * Has somebody typed into the sheets that will be written to since they were read?
 * @param {Book} book
 * @param {Answer} answer
 * @param {AbortSignal} signal
 * @param {(says: string) => void} tell
 */
async function changedSince(book, answer, signal, tell) {
  const now = await unlessStopped(readBook({ only: answer.touched, signal, tell }), signal);
  const before = book.sheets.filter((sheet) => among(answer.touched, sheet.name));
  return fingerprint(before) !== fingerprint(now.sheets);
}

/**
 * What a person could have changed: cells and tables, but not what formulas come to.
 * @param {SheetSent[]} sheets
 */
export function fingerprint(sheets) {
  const plain = sheets.map(({ name, cells, tables }) => [name, cells.map((row) => row.map((cell) => (cell && typeof cell === "object" && "f" in cell ? [cell.f] : cell))), tables]);
  return JSON.stringify(plain.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

/**
 * @param {Book} book
 * @param {Answer} answer
 */
function remembered(book, answer) {
  return book.sheets.filter((sheet) => among(answer.touched, sheet.name));
}

/**
 * All steps, or everything is as it was.
 * @param {Book} book
 * @param {Answer} answer
 * @param {AbortSignal} signal
 * @param {(says: string) => void} tell
 */
async function carried(book, answer, signal, tell) {
  try {
    return await carryOut(answer.steps, { signal, tell });
  } catch (error) {
    tell("Putting everything back");
    await putBack(book, answer);
    if (signal.aborted) throw new Refused("Stopped. Everything is as it was.", "stopped");
    throw new Refused(`${book.name} could not be changed (${reason(error)}); everything is as it was.`);
  }
}

/**
 * @param {Book} book
 * @param {Answer} answer
 */
async function putBack(book, { verb, touched }) {
  try {
    const { readOnly, ...now } = await readBook({ close: touched, only: touched });
    const before = book.sheets.filter((sheet) => among(touched, sheet.name));
    const answer = await post("/run/restore", { book: now, today: today(), now: stamp(), kept: { verb, at: stamp(), digest: "", touched, before } });
    await carryOut(answer.steps);
  } catch (error) {
    throw new Refused(
      `${book.name} could not be changed, and not everything could be put back on ${listed(touched)} (${reason(error)}). Close the workbook without ` +
      "saving it; where Excel saves by itself, choose File, Info, Version History and restore the version from before.", "lost");
  }
}

/**
 * What Excel says of a failure, in one line.
 * @param {unknown} error
 */
export function reason(error) {
  return String(/** @type {any} */ (error)?.message || "Excel refused").replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

/**
 * By what a workbook is known in this browser: where it lies, or its name if it was never saved.
 * @param {string} name
 */
function workbookId(name) {
  return Office.context.document.url || `open ${name}`;
}
