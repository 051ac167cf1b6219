// What do the client's pure parts make of these cases? JSON in on standard input, JSON out; test_client.py holds it beside Python's.
//   node said.mjs FOLDER     FOLDER holds js/ as modules
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const from = (path) => import(pathToFileURL(`${process.argv[2]}/js/${path}`).href);
const { letters, address } = await from("excel/addresses.js");
const { points, characters } = await from("excel/measure.js");
const { typed, takenForMore } = await from("excel/typed.js");
const { stretches, trimmed } = await from("excel/compact.js");
const { plainTitle } = await from("excel/carrying/paper.js");
const { STEPS } = await from("excel/carrying/index.js");
const palette = await from("excel/palette.js");
const cases = JSON.parse(readFileSync(0, "utf8"));

console.log(JSON.stringify({
  letters: cases.columns.map(letters),
  addresses: cases.rects.map(address),
  points: cases.widths.map(points),
  back: cases.widths.map((width) => characters(points(width))),
  typed: cases.texts.map((text) => [typed(text, false), typed(text, true)]),
  more: cases.texts.map((text) => text !== "" && takenForMore(text)),
  stretches: cases.looks.map((grid) => stretches(grid, 2, 3)),
  trimmed: cases.grids.map(trimmed),
  titles: cases.titles.map(plainTitle),
  steps: Object.keys(STEPS),
  palette: { ...palette },
}));
