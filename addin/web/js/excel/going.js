// Where is the user in the workbook, and how is he taken somewhere?

import { placeOf } from "./addresses.js";

/**
 * Brings a sheet to the front; false if there is none of this name.
 * @param {string} sheet
 */
export async function show(sheet) {
  return goTo(sheet, null);
}

/**
 * Goes to a cell, or only to its sheet.
 * @param {string} sheet
 * @param {string | null} cell
 */
export async function goTo(sheet, cell) {
  return Excel.run(async (context) => {
    const found = context.workbook.worksheets.getItemOrNullObject(sheet).load("visibility");
    await context.sync();
    if (found.isNullObject) return false;
    if (found.visibility !== "Visible") found.visibility = "Visible";
    found.activate();
    if (cell) found.getRange(cell).select();
    await context.sync();
    return true;
  });
}

/**
 * The first cell of the selection; null where no cells are selected.
 * @returns {Promise<import("../types.js").Selected | null>}
 */
export async function selected() {
  try {
    return await Excel.run(async (context) => {
      const range = context.workbook.getSelectedRange().load("address");
      await context.sync();
      return placeOf(range.address);
    });
  } catch {
    return null;
  }
}

/**
 * Calls back whenever something else is selected.
 * @param {() => void} changed
 */
export async function watch(changed) {
  await Excel.run(async (context) => {
    context.workbook.onSelectionChanged.add(async () => changed());
    await context.sync();
  });
}
