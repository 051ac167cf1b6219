// What else stands on sheets that will be written to: filters, notes, links, fills, lines, widths, rules, charts, page set-up?
//
// Columns that look the same from top to bottom are asked for in one question each; only of the others every cell is looked at.

import { can } from "./abilities.js";
import { joined, pieces, stretches, together } from "./compact.js";
import { characters } from "./measure.js";

/** @typedef {import("../types.js").SheetSent} SheetSent */
/** @typedef {{sheet: SheetSent, native: Excel.Worksheet, rows: number, columns: number}} Close */

/** How many cells' properties are asked for in one go; each of them is some hundred signs. */
const MOST_PROPERTIES = 6_000;
const LAST_ROW = 1_048_576;

/**
 * @param {Excel.RequestContext} context
 * @param {Close[]} closely
 * @param {AbortSignal | undefined} signal
 */
export async function readLooks(context, closely, signal) {
  if (!closely.length) return;
  for (const one of closely) one.sheet.close = true;
  /** @type {(() => void | (() => void))[]} */
  const first = [filters, notes, widths, alarms, charts, paper].flatMap((part) => closely.map((one) => part(one)));
  await context.sync(); // first questions
  signal?.throwIfAborted();
  const second = first.map((then) => then());
  await context.sync(); // what followed from the answers
  for (const then of second) if (then) then();
  await uniform(context, closely);
  signal?.throwIfAborted();
  await links(context, closely, signal);
}

// Each of the following asks, and gives a function that takes the answer in; that may ask once more and give another.

/** @param {Close} one */
function filters({ sheet, native }) {
  /** @type {[string, Excel.AutoFilter][]} */
  const asked = [["", native.autoFilter], ...sheet.tables.map((t) => /** @type {[string, Excel.AutoFilter]} */ ([t.name, native.tables.getItem(t.name).autoFilter]))];
  for (const [, filter] of asked) filter.load("enabled,isDataFiltered,criteria");
  return () => {
    for (const [name, filter] of asked) {
      if (!filter.enabled || !filter.isDataFiltered) continue;
      const kept = filter.criteria.map((criteria, column) => ({ column, ...plain(criteria) })).filter(narrows);
      if (kept.length) sheet.filters[name] = kept;
    }
  };
}

/**
 * Criteria as plain data, without what is not set.
 * @param {any} criteria
 */
function plain(criteria) {
  const all = JSON.parse(JSON.stringify(criteria ?? {}));
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== "" && value !== "Unknown"));
}

/** @param {any} kept */
function narrows(kept) {
  return Boolean(kept.filterOn) && ["values", "criterion1", "color", "dynamicCriteria", "icon"].some((name) => name in kept);
}

/** @param {Close} one */
function notes({ sheet, native }) {
  if (!can("notes")) return () => {};
  const found = native.notes.load("items/content");
  return () => {
    const asked = found.items.map((note) => ({ note, at: note.getLocation().load("rowIndex,columnIndex") }));
    return () => {
      sheet.notes = asked.map(({ note, at }) => [at.rowIndex + 1, at.columnIndex + 1, note.content]);
    };
  };
}

/**
 * The columns whose looks count: those of the tables, or else all of them; with the rows from the first to the last.
 * @param {Close} one
 * @returns {{column: number, first: number, last: number}[]}
 */
function areas({ sheet, rows, columns }) {
  if (!sheet.tables.length) return Array.from({ length: columns }, (_, i) => ({ column: i + 1, first: 1, last: rows }));
  return sheet.tables.flatMap((t) =>
    Array.from({ length: t.last_col - t.first_col + 1 }, (_, i) => ({ column: t.first_col + i, first: t.header_row + 1, last: t.last_row })));
}

/** @param {Close} one */
function widths(one) {
  const asked = areas(one).map(({ column }) => ({ column, format: one.native.getCell(0, column - 1).format.load("columnWidth") }));
  return () => {
    one.sheet.widths = asked.map(({ column, format }) => [column, characters(format.columnWidth)]);
  };
}

/** @param {Close} one */
function alarms({ sheet, native }) {
  if (!sheet.tables.length) return () => {};
  const all = native.getRange().conditionalFormats.getCount();
  return () => {
    if (!all.value) return undefined;
    const asked = sheet.tables.flatMap((t) =>
      Array.from({ length: t.last_col - t.first_col + 1 }, (_, i) => {
        const cells = native.getRangeByIndexes(t.header_row, t.first_col - 1 + i, LAST_ROW - t.header_row, 1);
        return { column: t.first_col + i, count: cells.conditionalFormats.getCount() };
      }));
    return () => {
      sheet.alarmed = asked.filter(({ count }) => count.value > 0).map(({ column }) => column);
    };
  };
}

/** @param {Close} one */
function charts({ sheet, native, columns }) {
  if (!can("places")) return () => {};
  const found = native.charts.load("items/name,items/left,items/title/visible");
  return () => {
    if (!found.items.length) return undefined;
    const titles = found.items.map((chart) => (chart.title.visible ? chart.title.load("text") : null));
    const lefts = Array.from({ length: columns + 60 }, (_, c) => native.getCell(0, c).load("left"));
    return () => {
      sheet.charts = found.items.map((chart, i) => {
        const after = lefts.findIndex((cell) => cell.left > chart.left + 0.5);
        return [chart.name, titles[i]?.text ?? "", after < 0 ? lefts.length : after];
      });
    };
  };
}

/** @param {Close} one */
function paper({ sheet, native }) {
  const titles = native.pageLayout.getPrintTitleRowsOrNullObject().load("address");
  const area = native.pageLayout.getPrintAreaOrNullObject().load("address");
  native.pageLayout.load("zoom");
  return () => {
    sheet.page_set = !titles.isNullObject || !area.isNullObject || Boolean(native.pageLayout.zoom?.horizontalFitToPages);
  };
}

/**
 * Fills and lines: one question for each column, and every cell only where a column is not the same all the way down.
 * @param {Excel.RequestContext} context
 * @param {Close[]} closely
 */
async function uniform(context, closely) {
  const asked = closely.flatMap((one) =>
    areas(one).filter(({ first, last }) => last >= first).map(({ column, first, last }) => {
      const { fill, borders } = one.native.getRangeByIndexes(first - 1, column - 1, last - first + 1, 1).format;
      const edges = last > first ? /** @type {const} */ (["EdgeTop", "InsideHorizontal"]) : /** @type {const} */ (["EdgeTop"]);
      return { one, column, first, last, fill: fill.load("color,pattern"), edges: edges.map((edge) => borders.getItem(edge).load("style")) };
    }));
  await context.sync();
  /** @type {{one: Close, column: number, first: number, last: number, what: "fills" | "lines"}[]} */
  const mixed = [];
  for (const { one, column, first, last, fill, edges } of asked) {
    const known = fill.pattern === "None" || (fill.pattern && fill.color);
    if (known) one.sheet.fills.push([column, first, last, colour(fill)]);
    else mixed.push({ one, column, first, last, what: "fills" });
    const style = edges[0].style;
    if (style && edges.every((edge) => edge.style === style)) one.sheet.lines.push([column, first, last, style === "None" ? null : "line"]);
    else mixed.push({ one, column, first, last, what: "lines" });
  }
  const cut = mixed.flatMap((m) => pieces(m.last - m.first + 1, 1, MOST_PROPERTIES).map(([from, rows]) => ({ ...m, first: m.first + from, rows })));
  while (cut.length) {
    const now = cut.splice(0, together(cut.map((m) => m.rows), MOST_PROPERTIES));
    const got = now.map(({ one, column, first, rows, what }) =>
      one.native.getRangeByIndexes(first - 1, column - 1, rows, 1).getCellProperties({
        format: what === "fills" ? { fill: { color: true, pattern: true } } : { borders: { style: true } },
      }));
    await context.sync();
    now.forEach(({ one, column, first, what }, i) => {
      const looks = got[i].value.map(([cell]) => [what === "fills" ? colour(cell.format?.fill) : ruled(cell.format?.borders)]);
      one.sheet[what].push(...stretches(looks, first, column));
    });
  }
  for (const { sheet } of closely) {
    sheet.fills = joined(sheet.fills);
    sheet.lines = joined(sheet.lines);
  }
}

/**
 * A fill as RRGGBB, null for none.
 * @param {{color?: string, pattern?: string | null} | undefined} fill
 */
function colour(fill) {
  if (!fill || !fill.color || fill.pattern === "None") return null;
  return fill.color.replace("#", "").toUpperCase();
}

/** @param {any} borders */
function ruled(borders) {
  const style = borders?.top?.style;
  return style && style !== "None" ? "line" : null;
}

/**
 * @param {Excel.RequestContext} context
 * @param {Close[]} closely
 * @param {AbortSignal | undefined} signal
 */
async function links(context, closely, signal) {
  const cut = closely.flatMap((one) => pieces(one.rows, one.columns, MOST_PROPERTIES).map(([first, rows]) => ({ one, first, rows })));
  while (cut.length) {
    signal?.throwIfAborted();
    const now = cut.splice(0, together(cut.map(({ one, rows }) => rows * one.columns), MOST_PROPERTIES));
    const got = now.map(({ one, first, rows }) => one.native.getRangeByIndexes(first, 0, rows, one.columns).getCellProperties({ hyperlink: true }));
    await context.sync();
    now.forEach(({ one, first }, i) => {
      got[i].value.forEach((row, r) => row.forEach((cell, c) => {
        const target = linked(/** @type {any} */ (cell).hyperlink);
        if (target) one.sheet.links.push([first + r + 1, c + 1, target]);
      }));
    });
  }
}

/**
 * A link as steps write it: "#" begins a place in the book.
 * @param {Excel.RangeHyperlink | null | undefined} link
 */
export function linked(link) {
  if (!link) return "";
  return `${link.address ?? ""}${link.documentReference ? `#${link.documentReference}` : ""}`;
}
