// Notes and links on cells.

import { address } from "../addresses.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

/**
 * Notes are known by their number on the sheet, so those that go are taken away from the last to the first.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function SetNotes(bench, { sheet, gone, put }) {
  if (!bench.able("notes")) return;
  const notes = bench.sheet(sheet).notes.load("items/content");
  await bench.flush();
  const standing = notes.items.map((note) => ({ note, at: note.getLocation().load("rowIndex,columnIndex") }));
  await bench.flush();
  const wanted = new Map(put.map((/** @type {[number, number, string]} */ [row, column, text]) => [`${row} ${column}`, text]));
  const goes = new Set(gone.map((/** @type {[number, number]} */ place) => place.join(" ")));
  for (const { note, at } of standing.reverse()) {
    const place = `${at.rowIndex + 1} ${at.columnIndex + 1}`;
    const text = wanted.get(place);
    if (text !== undefined) note.content = text;
    else if (goes.has(place)) note.delete();
    wanted.delete(place);
  }
  for (const [place, text] of wanted) {
    const [row, column] = place.split(" ").map(Number);
    notes.add(address([row, column, 1, 1]), text);
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
