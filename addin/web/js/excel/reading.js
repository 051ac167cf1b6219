// What stands in the open workbook?
//
// A few round trips for the whole of it: what there is, how big each sheet is, then the cells in pieces that stay below what
// Excel on the web gives in one answer (5 MB). Sheets that will be written to are looked at closely besides (looks.js).

import { can } from "./abilities.js";
import { rectsOf } from "./addresses.js";
import { cellOf, joined, pieces, stretches, together, trimmed } from "./compact.js";
import { readLooks } from "./looks.js";
import { patiently } from "./patience.js";

/** @typedef {import("../types.js").SheetSent} SheetSent */
/** @typedef {import("../types.js").BookSent} BookSent */

/** How many cells are asked for in one go; values, formulas, formats and kinds of a cell are about a hundred signs. */
const MOST_CELLS = 25_000;
const TOO_MUCH = "ResponsePayloadSizeLimitExceeded";

/**
 * @typedef {object} Reading
 * @property {string[]} [close] sheets to be looked at closely
 * @property {string[] | null} [only] read these sheets alone; the others are named only
 * @property {AbortSignal} [signal]
 * @property {(says: string) => void} [tell]
 */

/**
 * The workbook as the server wants it.
 * @param {Reading} how
 * @returns {Promise<BookSent & {readOnly: boolean}>}
 */
export async function readBook({ close = [], only = null, signal, tell = () => {} }) {
  return patiently(tell, async (context, begun) => {
    const { workbook } = context;
    const sheets = workbook.worksheets.load("items/name");
    const tables = workbook.tables.load("items/name,items/showHeaders,items/showTotals,items/worksheet/name");
    const names = workbook.names.load("items/name");
    const day = workbook.functions.date(2000, 1, 1).load("value");
    workbook.load("name,readOnly");
    workbook.protection.load("protected");
    await context.sync();
    begun();
    signal?.throwIfAborted();

    const read = sheets.items.filter((sheet) => !only || among(only, sheet.name));
    const asked = read.map((sheet) => ({
      sheet,
      used: sheet.getUsedRangeOrNullObject(false).load("rowIndex,columnIndex,rowCount,columnCount"),
      protection: sheet.protection.load("protected"),
      tables: tables.items
        .filter((table) => table.worksheet.name === sheet.name && table.showHeaders)
        .map((table) => ({ table, area: table.getRange().load("rowIndex,columnIndex,rowCount,columnCount") })),
    }));
    await context.sync();

    const found = asked.map(({ sheet, used }) => {
      const rows = used.isNullObject ? 0 : used.rowIndex + used.rowCount;
      const merged = can("merged") && rows ? used.getMergedAreasOrNullObject().load("address") : null;
      return { sheet, rows, merged, columns: used.isNullObject ? 0 : used.columnIndex + used.columnCount, grid: /** @type {any[][]} */ ([]), formats: /** @type {any[]} */ ([]) };
    });
    await readCells(context, found, signal, tell);

    const sent = found.map(({ sheet, grid, formats }, i) => {
      const cells = trimmed(grid);
      return bare(sheet.name, cells, joined(formats), asked[i].tables.map(({ table, area }) => tableSent(table, area, cells)));
    });
    sent.forEach((sheet, i) => {
      const { merged } = found[i];
      if (merged && !merged.isNullObject) sheet.merged = rectsOf(merged.address);
    });
    const closely = sent.map((sheet, i) => ({ sheet, native: found[i].sheet, rows: found[i].rows, columns: found[i].columns }));
    await readLooks(context, closely.filter(({ sheet }) => among(close, sheet.name)), signal);
    return {
      name: workbook.name,
      date1904: from1904(day.value),
      names: sheets.items.map((sheet) => sheet.name),
      taken: [...tables.items.map((table) => table.name), ...names.items.map((item) => item.name)],
      chart_sheets: [],
      protected: [
        ...(workbook.protection.protected ? [""] : []),
        ...asked.filter((a) => a.protection.protected).map((a) => a.sheet.name),
      ],
      sheets: sent,
      readOnly: workbook.readOnly,
    };
  });
}

/**
 * Whether a sheet is among these names, however they are spelled.
 * @param {readonly string[]} names
 * @param {string} sheet
 */
export function among(names, sheet) {
  return names.some((name) => name.toLowerCase() === sheet.toLowerCase());
}

/**
 * @param {string} name
 * @param {any[][]} cells
 * @param {import("../types.js").Stretch[]} formats
 * @param {import("../types.js").TableSent[]} tables
 * @returns {SheetSent}
 */
function bare(name, cells, formats, tables) {
  return {
    name, cells, formats, close: false, filters: {}, notes: [], links: [], fills: [], lines: [], widths: [], alarmed: [],
    charts: [], page_set: false, merged: [],
    tables: tables.sort((a, b) => a.header_row - b.header_row || a.first_col - b.first_col),
  };
}

/**
 * @param {Excel.Table} table
 * @param {Excel.Range} area
 * @param {any[][]} cells
 * @returns {import("../types.js").TableSent}
 */
function tableSent(table, area, cells) {
  const row = area.rowIndex + 1;
  const column = area.columnIndex + 1;
  const heads = Array.from({ length: area.columnCount }, (_, i) => cells[row - 1]?.[column - 1 + i] ?? "");
  return {
    name: table.name,
    header_row: row,
    last_row: row + area.rowCount - 1 - (table.showTotals ? 1 : 0),
    first_col: column,
    last_col: column + area.columnCount - 1,
    totals: table.showTotals,
    headers: heads.map((head) => String(typeof head === "object" ? head.v ?? head.e ?? "" : head)),
  };
}

/**
 * Fills the grids and formats of all sheets, piece by piece, several pieces in one round trip.
 * @param {Excel.RequestContext} context
 * @param {{sheet: Excel.Worksheet, rows: number, columns: number, grid: any[][], formats: any[]}[]} found
 * @param {AbortSignal | undefined} signal
 * @param {(says: string) => void} tell
 */
async function readCells(context, found, signal, tell) {
  let most = MOST_CELLS;
  let queue = found.flatMap((one) => pieces(one.rows, one.columns, most).map(([first, rows]) => ({ one, first, rows })));
  const all = found.reduce((sum, one) => sum + one.rows * one.columns, 0);
  let done = 0;
  while (queue.length) {
    signal?.throwIfAborted();
    const now = queue.slice(0, together(queue.map(({ one, rows }) => rows * one.columns), most));
    const asked = now.map(({ one, first, rows }) =>
      one.sheet.getRangeByIndexes(first, 0, rows, one.columns).load("values,formulas,numberFormat,valueTypes"));
    try {
      await context.sync();
    } catch (error) {
      if (/** @type {any} */ (error).code !== TOO_MUCH || most < 500) throw error;
      most = Math.floor(most / 2);
      queue = queue.flatMap(({ one, first, rows }) =>
        pieces(rows, one.columns, most).map(([from, count]) => ({ one, first: first + from, rows: count })));
      continue;
    }
    now.forEach(({ one, first }, i) => {
      const { values, formulas, valueTypes, numberFormat } = asked[i];
      one.grid.push(...values.map((row, r) => row.map((value, c) => cellOf(value, formulas[r][c], valueTypes[r][c]))));
      one.formats.push(...stretches(numberFormat, first + 1, 1));
      done += values.length * one.columns;
    });
    queue = queue.slice(now.length);
    if (queue.length) tell(`Reading the workbook: ${Math.round((100 * done) / all)} %`);
  }
}

/** What the open workbook is called. */
export async function workbookName() {
  return Excel.run(async (context) => {
    context.workbook.load("name");
    await context.sync();
    return context.workbook.name;
  });
}

/** Whether the open workbook counts its days from 1904; no where that cannot be asked just now. */
export async function countsFrom1904() {
  try {
    return await Excel.run(async (context) => {
      const day = context.workbook.functions.date(2000, 1, 1).load("value");
      await context.sync();
      return from1904(day.value);
    });
  } catch {
    return false;
  }
}

/**
 * 1 January 2000 is day 36526 counted from 1900.
 * @param {number} day
 */
function from1904(day) {
  return day < 36_000;
}
