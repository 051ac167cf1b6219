// Header rows in view, rows as tall as their texts, and how a sheet is printed.

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("../../types.js").Step} Step */

const POINTS = 72;
const PAPERS = /** @type {Record<number, "Letter" | "A4">} */ ({ 1: "Letter", 9: "A4" });

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function Freeze(bench, { sheet, rows }) {
  const { freezePanes } = bench.sheet(sheet);
  freezePanes.unfreeze();
  freezePanes.freezeRows(rows);
}

/**
 * @param {Bench} bench
 * @param {Step} step
 */
export async function FitRows(bench, { sheet, row, rows }) {
  bench.calls += 1;
  bench.sheet(sheet).getRange(`${row}:${row + rows - 1}`).format.autofitRows();
}

/**
 * One page wide; with a page also its title, and the header row on every page.
 * @param {Bench} bench
 * @param {Step} step
 */
export async function PageSetup(bench, { sheet, page, header_row: header }) {
  bench.calls += 10;
  const layout = bench.sheet(sheet).pageLayout;
  const words = layout.headersFooters.defaultForAllPages;
  layout.orientation = !page || page.orientation === "landscape" ? "Landscape" : "Portrait";
  if (page?.paper) layout.paperSize = PAPERS[page.paper];
  layout.zoom = page?.whole ? { horizontalFitToPages: 1, verticalFitToPages: 1 } : { horizontalFitToPages: 1 };
  const [side, top] = page ? [0.25, 0.75] : [0.4, 0.5];
  layout.leftMargin = layout.rightMargin = side * POINTS;
  layout.topMargin = layout.bottomMargin = top * POINTS;
  words.leftFooter = "&A";
  if (!page) {
    words.rightFooter = "Page &P of &N";
    return;
  }
  layout.setPrintTitleRows(`$${header}:$${header}`);
  words.centerHeader = page.title ? `&14&"-,Bold"${plainTitle(page.title)}` : "";
  words.centerFooter = "Page &P of &N";
  words.rightFooter = "&D";
}

/**
 * A title as plain text: its "&" begins no code, and Excel takes 255 signs for the whole header.
 * @param {string} title
 */
export function plainTitle(title) {
  return title.replace(/\s+/g, " ").trim().replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").slice(0, 100).replaceAll("&", "&&");
}
