// What does Excel put into a table by itself, and how is it taken out again?
//
// A formula that goes into one cell of a column that is blank otherwise is taken for the column's, and Excel fills all its rows.
// On the desktop that can be switched off, here it cannot: the cells that a run leaves blank are emptied once more.

/** @typedef {import("../../types.js").Step} Step */
/** @typedef {import("../../types.js").Rect} Rect */

/**
 * The steps, each formula of a single row followed by emptying what is to be blank above and below it.
 * @param {Step[]} steps
 * @returns {Step[]}
 */
export function unfilled(steps) {
  return steps.flatMap((step, i) => {
    if (step.do !== "WriteFormulas" || step.formulas.length !== 1) return [step];
    const rects = step.formulas[0].flatMap((/** @type {string} */ _, /** @type {number} */ c) => blanks(steps, i, step.column + c));
    return rects.length ? [step, { do: "ClearCells", sheet: step.sheet, rects, looks: false }] : [step];
  });
}

/**
 * Where a column is written blank before a step, and gets no formula up to it.
 * @param {Step[]} steps
 * @param {number} until
 * @param {number} column
 * @returns {Rect[]}
 */
function blanks(steps, until, column) {
  /** @type {Set<number>} */
  const rows = new Set();
  for (const step of steps.slice(0, until + 1)) {
    if (step.sheet !== steps[until].sheet) continue;
    const at = column - step.column;
    if (step.do === "WriteCells" && at >= 0 && at < step.as_text.length) {
      step.grid.forEach((/** @type {any[]} */ line, /** @type {number} */ r) => {
        if (line[at] === null || line[at] === "") rows.add(step.row + r);
        else rows.delete(step.row + r);
      });
    }
    if (step.do === "WriteFormulas" && at >= 0 && at < step.formulas[0].length) {
      step.formulas.forEach((/** @type {string[]} */ _, /** @type {number} */ r) => rows.delete(step.row + r));
    }
  }
  /** @type {Rect[]} */
  const found = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last && last[0] + last[2] === row) last[2] += 1;
    else found.push([row, column, 1, 1]);
  }
  return found;
}
