// Notes and links on cells.

import { address } from "../addresses.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function SetNotes(bench, { sheet, gone, put }) {
  if (!bench.able("notes")) return;
  const { notes } = bench.sheet(sheet);
  notes.load("items/content");
  await bench.flush();
  const placed = notes.items.map((note) => ({ at: note.getLocation().load("rowIndex,columnIndex") }));
  await bench.flush();
  const standing = new Set(placed.map(({ at }) => `${at.rowIndex + 1} ${at.columnIndex + 1}`));
  // By its cell: a note's place in the list is another one as soon as one before it is gone.
  const at = (/** @type {number[]} */ [row, column]) => address([row, column, 1, 1]);
  for (const place of gone) {
    if (standing.delete(place.join(" "))) notes.getItem(at(place)).delete();
  }
  for (const [row, column, text] of put) {
    if (standing.has(`${row} ${column}`)) notes.getItem(at([row, column])).content = text;
    else notes.add(at([row, column]), text);
  }
}

/**
 * A link that goes takes its blue underlined letters with it; the cell's number format and colours stay.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function SetLinks(bench, { sheet, gone, put }) {
  bench.each(sheet, gone, (cells) => {
    cells.clear("Hyperlinks");
    cells.format.font.underline = "None";
    cells.format.font.color = "#000000";
  });
  for (const [row, column, target] of put) {
    const at = target.indexOf("#");
    const link = at < 0 ? { address: target } : at === 0 ? { documentReference: target.slice(1) }
      : { address: target.slice(0, at), documentReference: target.slice(at + 1) };
    bench.cells(sheet, [row, column, 1, 1]).hyperlink = link;
  }
}
