// How does a sheet that was read become as little JSON as says it all, and in which pieces is it read and written?

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Stretch} Stretch */

/**
 * One cell of the wire from what Excel says of it: its value, its formula, and the kind of the value.
 *
 * A text that looks like a formula is shown as it is written; a formula practically never is. Only the kind tells an
 * error from a text like "#N/A".
 * @param {any} value
 * @param {any} formula
 * @param {string} kind
 * @returns {Cell}
 */
export function cellOf(value, formula, kind) {
  const shown = kind === "Error" ? { e: String(value) } : value === "" || value === undefined ? null : value;
  if (typeof formula === "string" && formula.length > 1 && formula[0] === "=" && value !== formula) {
    return { f: formula, v: shown ?? (kind === "Empty" ? null : "") };
  }
  return shown;
}

/**
 * The grid without what is blank at the end of rows and below.
 * @param {Cell[][]} cells
 */
export function trimmed(cells) {
  const rows = cells.map((row) => {
    let end = row.length;
    while (end > 0 && row[end - 1] === null) end -= 1;
    return end === row.length ? row : row.slice(0, end);
  });
  while (rows.length && !rows[rows.length - 1].length) rows.pop();
  return rows;
}

/**
 * Stretches of equal looks down each column, of a grid whose first cell stands at (firstRow, firstColumn).
 * @param {(string | null)[][]} looks
 * @param {number} firstRow
 * @param {number} firstColumn
 */
export function stretches(looks, firstRow, firstColumn) {
  /** @type {Stretch[]} */
  const found = [];
  const width = looks.length ? looks[0].length : 0;
  for (let c = 0; c < width; c += 1) {
    let start = 0;
    for (let r = 1; r <= looks.length; r += 1) {
      if (r === looks.length || looks[r][c] !== looks[start][c]) {
        found.push([firstColumn + c, firstRow + start, firstRow + r - 1, looks[start][c]]);
        start = r;
      }
    }
  }
  return found;
}

/**
 * Stretches that follow each other and look the same, as one.
 * @param {Stretch[]} parts
 */
export function joined(parts) {
  /** @type {Stretch[]} */
  const found = [];
  const ordered = [...parts].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [column, first, last, look] of ordered) {
    const before = found[found.length - 1];
    if (before && before[0] === column && before[2] === first - 1 && before[3] === look) before[2] = last;
    else found.push([column, first, last, look]);
  }
  return found;
}

/**
 * How `rows` rows are cut so that no piece has more than `most` cells: [first row counted from 0, how many].
 * @param {number} rows
 * @param {number} columns
 * @param {number} most
 */
export function pieces(rows, columns, most) {
  const tall = Math.max(1, Math.floor(most / Math.max(1, columns)));
  /** @type {[number, number][]} */
  const found = [];
  for (let first = 0; first < rows; first += tall) found.push([first, Math.min(tall, rows - first)]);
  return found;
}

/**
 * How many signs a row of values is worth when it is sent, roughly.
 * @param {readonly any[]} row
 */
export function weight(row) {
  return row.reduce((sum, value) => sum + 6 + (typeof value === "string" ? value.length : 8), 0);
}

/**
 * Rows cut where their weight would pass `most`; a row that is too heavy alone still goes in.
 * @template T
 * @param {T[][]} rows
 * @param {number} most
 * @returns {[number, T[][]][]} the first row counted from 0, and the rows
 */
export function portions(rows, most) {
  /** @type {[number, T[][]][]} */
  const found = [];
  let held = 0;
  rows.forEach((row, i) => {
    const heavy = weight(row);
    if (!found.length || held + heavy > most) {
      found.push([i, []]);
      held = 0;
    }
    found[found.length - 1][1].push(row);
    held += heavy;
  });
  return found;
}

/**
 * How many of the first sizes together stay within `most`; at least one.
 * @param {readonly number[]} sizes
 * @param {number} most
 */
export function together(sizes, most) {
  let sum = 0;
  const over = sizes.findIndex((size) => (sum += size) > most);
  return over < 0 ? sizes.length : Math.max(1, over);
}
