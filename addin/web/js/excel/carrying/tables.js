// Sheets, Excel Tables, and their filters.

import { address } from "../addresses.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function AddSheet(bench, { sheet }) {
  bench.context.workbook.worksheets.add(sheet);
  await bench.flush(); // a name that is taken shows at once
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function DeleteSheet(bench, { sheet }) {
  bench.sheet(sheet).delete();
}

/**
 * Shows all rows; the filter's buttons stay.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function ShowAll(bench, { sheet, table }) {
  if (table) bench.sheet(sheet).tables.getItem(table).clearFilters();
  else bench.sheet(sheet).autoFilter.clearCriteria();
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function SetFilter(bench, { sheet, table, criteria }) {
  if (table) {
    const { columns } = bench.sheet(sheet).tables.getItem(table);
    for (const { column, ...wanted } of criteria) columns.getItemAt(column).filter.apply(wanted);
    return;
  }
  const filter = bench.sheet(sheet).autoFilter;
  const area = filter.getRangeOrNullObject().load("address");
  await bench.flush();
  if (area.isNullObject) return;
  for (const { column, ...wanted } of criteria) filter.apply(area, column, wanted);
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Totals(bench, { sheet, table, shown }) {
  bench.sheet(sheet).tables.getItem(table).showTotals = shown;
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function MakeTable(bench, { sheet, table, rect }) {
  bench.sheet(sheet).tables.add(address(rect), true).name = table;
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function ResizeTable(bench, { sheet, table, rect }) {
  bench.sheet(sheet).tables.getItem(table).resize(address(rect));
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function DropTable(bench, { sheet, table }) {
  bench.sheet(sheet).tables.getItem(table).convertToRange();
}
