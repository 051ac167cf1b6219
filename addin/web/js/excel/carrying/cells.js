// Values, formulas, and cells emptied.

import { portions, weight } from "../compact.js";
import { typed } from "../typed.js";
import { MOST_SIGNS } from "./bench.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

/**
 * Values; a formula or an error among them goes in as a formula, as does a whole portion that has one.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function WriteCells(bench, { sheet, row, column, grid, as_text: asText }) {
  const made = grid.some((/** @type {any[]} */ line) => line.some((value) => value !== null && typeof value === "object"));
  const ready = grid.map((/** @type {any[]} */ line) => line.map((value, c) => typed(value, asText[c])));
  for (const [first, rows] of portions(/** @type {any[][]} */ (ready), MOST_SIGNS)) {
    const cells = bench.cells(sheet, [row + first, column, rows.length, asText.length]);
    if (made) cells.formulas = rows;
    else cells.values = rows;
    await bench.weigh(rows.reduce((sum, line) => sum + weight(line), 0));
  }
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function WriteFormulas(bench, { sheet, row, column, formulas }) {
  for (const [first, rows] of portions(/** @type {string[][]} */ (formulas), MOST_SIGNS)) {
    bench.cells(sheet, [row + first, column, rows.length, rows[0].length]).formulas = rows;
    await bench.weigh(rows.reduce((sum, line) => sum + weight(line), 0));
  }
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function ClearCells(bench, { sheet, rects, looks }) {
  bench.each(sheet, rects, (cells) => cells.clear(looks ? "All" : "Contents"));
}
