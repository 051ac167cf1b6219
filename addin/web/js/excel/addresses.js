// How are rows and columns written as Excel's addresses? Rows and columns count from 1.

/** @typedef {import("../types.js").Rect} Rect */

/**
 * A column's letters: 28 is AB.
 * @param {number} column
 */
export function letters(column) {
  let text = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
  }
  return text;
}

/**
 * A rectangle's address; a single cell is named once.
 * @param {Rect} rect
 */
export function address([row, column, rows, columns]) {
  const first = `${letters(column)}${row}`;
  return rows === 1 && columns === 1 ? first : `${first}:${letters(column + columns - 1)}${row + rows - 1}`;
}

/**
 * Rectangles as addresses, as many of them in each as fit into `longest` signs, at least one.
 * @param {readonly Rect[]} rects
 * @param {number} longest
 */
export function addresses(rects, longest) {
  /** @type {string[]} */
  const found = [];
  let held = "";
  for (const rect of rects) {
    const one = address(rect);
    if (held && held.length + 1 + one.length > longest) {
      found.push(held);
      held = "";
    }
    held = held ? `${held},${one}` : one;
  }
  return held ? [...found, held] : found;
}

/**
 * The sheet, row and column of "'My Sheet'!$C$7", of which the first cell counts; null where it is no cell.
 * @param {string} text
 * @returns {{sheet: string, row: number, column: number} | null}
 */
export function placeOf(text) {
  const at = text.lastIndexOf("!");
  const match = /^\$?([A-Za-z]{1,3})\$?([0-9]+)/.exec(text.slice(at + 1));
  if (!match) return null;
  const column = [...match[1].toUpperCase()].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 64, 0);
  const quoted = at < 0 ? "" : text.slice(0, at);
  const sheet = quoted.startsWith("'") ? quoted.slice(1, -1).replaceAll("''", "'") : quoted;
  return { sheet, row: Number(match[2]), column };
}

/**
 * The cells of "'My Sheet'!$C$7:$D$9,'My Sheet'!F1"; whatever is no such address is left out.
 * @param {string} text
 */
export function rectsOf(text) {
  const parts = text.match(/(?:'(?:[^']|'')*'!|[^',]*!)?[^',]+/g) ?? [];
  return parts.flatMap((part) => {
    const [from, to] = part.slice(part.lastIndexOf("!") + 1).split(":");
    const first = placeOf(from);
    const last = to ? placeOf(to) : first;
    return first && last ? [/** @type {Rect} */ ([first.row, first.column, last.row - first.row + 1, last.column - first.column + 1])] : [];
  });
}
