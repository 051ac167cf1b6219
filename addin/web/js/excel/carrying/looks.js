// How cells look: number formats, colours, lines, widths, and what turns red.

import { points } from "../measure.js";
import { ALARM_FILL, ALARM_FONT, HEADER_FILL, HEADER_FONT, LINE_COLOUR } from "../palette.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */
/** @typedef {import("../../types.js").Rect} Rect */

/**
 * A code for all cells of a range; the types know it for each cell only.
 * @param {Excel.Range} cells
 * @param {string} code
 */
function coded(cells, code) {
  cells.numberFormat = /** @type {any} */ (code);
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function NumberFormat(bench, { sheet, rects, code }) {
  for (const rect of rects) coded(bench.cells(sheet, rect), code);
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Fill(bench, { sheet, rects, colour }) {
  bench.each(sheet, rects, ({ format: { fill } }) => {
    if (colour === null) fill.clear();
    else fill.color = `#${colour}`;
  });
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function HeaderLook(bench, { sheet, rects }) {
  bench.each(sheet, rects, ({ format }) => {
    format.fill.color = `#${HEADER_FILL}`;
    format.font.bold = true;
    format.font.color = `#${HEADER_FONT}`;
    format.wrapText = true;
    format.verticalAlignment = "Center";
  });
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Align(bench, { sheet, rects, wrap, inset }) {
  bench.each(sheet, rects, ({ format }) => {
    format.verticalAlignment = "Top";
    format.wrapText = wrap;
    format.horizontalAlignment = inset ? "Left" : "General";
    format.indentLevel = inset ? 1 : 0;
  });
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Ruled(bench, { sheet, rects, line }) {
  for (const tall of [false, true]) { // a single row has no line within
    const some = rects.filter((/** @type {Rect} */ rect) => rect[2] > 1 === tall);
    bench.each(sheet, some, ({ format: { borders } }) => {
      for (const edge of tall ? /** @type {const} */ (["EdgeTop", "InsideHorizontal"]) : /** @type {const} */ (["EdgeTop"])) {
        const border = borders.getItem(edge);
        border.style = line ? "Continuous" : "None";
        if (!line) continue;
        border.weight = "Thin";
        border.color = `#${LINE_COLOUR}`;
      }
    });
  }
}

/**
 * By what a cell holds, as a formula would have to be in the words of the user's language.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function TurnRed(bench, { sheet, rects, when }) {
  for (const rect of rects) {
    const rules = bench.cells(sheet, rect).conditionalFormats;
    rules.clearAll();
    if (when === null) continue;
    const byValue = rules.add("CellValue").cellValue;
    byValue.rule = when === "no" ? { formula1: '="no"', operator: "EqualTo" } : { formula1: "0", operator: "NotEqualTo" };
    red(byValue.format);
    if (when === "no") continue;
    const errors = rules.add("PresetCriteria").preset;
    errors.rule = { criterion: "Errors" };
    red(errors.format);
  }
}

/** @param {Excel.ConditionalRangeFormat} format */
function red(format) {
  format.fill.color = `#${ALARM_FILL}`;
  format.font.color = `#${ALARM_FONT}`;
  format.font.bold = true;
}

/**
 * Cells look as a row above does, conditional formats and lines included.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function CopyLook(bench, { sheet, source, rects }) {
  const model = bench.cells(sheet, source);
  for (const rect of rects) bench.cells(sheet, rect).copyFrom(model, "Formats");
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Widths(bench, { sheet, columns }) {
  for (const [column, width] of columns) bench.cells(sheet, [1, column, 1, 1]).format.columnWidth = points(width);
}
