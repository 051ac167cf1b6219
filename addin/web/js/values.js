// How do cells become arguments of a worksheet function on the wire, and its results cells again?

/** Ranges of this many cells or fewer go with their call. */
const SMALL = 16;
const DAY = "yyyy-mm-dd";

/** Ranges that many calls share, each once. */
export class Shelf {
  constructor() {
    /** @type {any[][][]} */
    this.grids = [];
  }

  /**
   * The number of a range; one that is there already is found again.
   * @param {any[][]} grid
   */
  put(grid) {
    const known = this.grids.findIndex((other) => same(other, grid));
    return known < 0 ? this.grids.push(grid) - 1 : known;
  }
}

/**
 * @param {any[][]} one
 * @param {any[][]} two
 */
function same(one, two) {
  if (one.length !== two.length || one[0]?.length !== two[0]?.length) return false;
  for (let r = one.length - 1; r >= 0; r -= 1) { // the last rows are where two ranges of a table differ, if they do
    for (let c = 0; c < one[r].length; c += 1) {
      if (one[r][c] !== two[r][c] && JSON.stringify(one[r][c]) !== JSON.stringify(two[r][c])) return false;
    }
  }
  return true;
}

/**
 * An argument as the wire has it: a cell, a grid, or the number of one that calls share.
 * @param {any} value
 * @param {Shelf} shelf
 */
export function asked(value, shelf) {
  if (!Array.isArray(value)) return cell(value);
  const grid = value.map((row) => (Array.isArray(row) ? row.map(cell) : [cell(row)]));
  return grid.length * (grid[0]?.length ?? 0) > SMALL ? { r: shelf.put(grid) } : grid;
}

/**
 * @param {any} value a plain one, an error, or one of Excel's richer ones
 * @returns {any}
 */
function cell(value) {
  if (value === "" || value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  if (value.type !== undefined && value.type !== "Error" && value.basicValue !== undefined) return cell(value.basicValue);
  return { e: String(value.basicValue ?? value.code ?? "#VALUE!") };
}

/**
 * A cell of the wire as Excel takes it. A day is its number, shown as a day where this Excel lets a function say so.
 * @param {any} value
 * @param {boolean} isDay
 * @returns {any}
 */
export function shown(value, isDay) {
  if (value === null) return "";
  if (typeof value === "number" && isDay && Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.4")) {
    return { type: "FormattedNumber", basicValue: value, numberFormat: DAY };
  }
  if (typeof value !== "object") return value;
  if ("f" in value) return shown(value.v, isDay);
  const code = Object.values(CustomFunctions.ErrorCode).find((known) => known === value.e);
  return new CustomFunctions.Error(/** @type {any} */ (code ?? CustomFunctions.ErrorCode.notAvailable));
}

/**
 * Whether this is what Excel hands over after the arguments.
 * @param {any} last
 */
export function isInvocation(last) {
  return last !== null && typeof last === "object" && !Array.isArray(last)
    && ["onCanceled", "functionName", "address", "setResult"].some((name) => name in last);
}
