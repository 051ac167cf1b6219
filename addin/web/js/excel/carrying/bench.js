// Where the steps are carried out: one workbook, calls gathered until a round trip is worth its while.

import { can } from "../abilities.js";
import { address, addresses } from "../addresses.js";

/** @typedef {import("../../types.js").Rect} Rect */

/** How much is sent in one go, in signs; Excel on the web takes 5 MB. */
export const MOST_SIGNS = 1_000_000;
/** How many calls go together. */
const MOST_CALLS = 2_000;
/** How long one address of several areas may be. */
const LONGEST = 2_000;

export class Bench {
  /** @param {Excel.RequestContext} context */
  constructor(context) {
    this.context = context;
    /** What this Excel could not do, in the words of abilities.js. @type {Set<import("../abilities.js").Ability>} */
    this.lacking = new Set();
    this.signs = 0;
    this.calls = 0;
    this.hold();
  }

  /** Nothing is drawn until the next round trip. */
  hold() {
    this.context.application.suspendScreenUpdatingUntilNextSync();
  }

  /** @param {string} name */
  sheet(name) {
    return this.context.workbook.worksheets.getItem(name);
  }

  /**
   * @param {string} sheet
   * @param {Rect} rect
   */
  cells(sheet, rect) {
    this.calls += 1;
    return this.sheet(sheet).getRange(address(rect));
  }

  /**
   * The same for many rectangles, several of them in one call where Excel takes that.
   * @param {string} sheet
   * @param {Rect[]} rects
   * @param {(cells: Excel.Range | Excel.RangeAreas) => void} act
   */
  each(sheet, rects, act) {
    for (const many of addresses(rects, LONGEST)) {
      this.calls += 1;
      act(many.includes(",") ? this.sheet(sheet).getRanges(many) : this.sheet(sheet).getRange(many));
    }
  }

  /**
   * Whether this Excel can do something; if not, that is remembered.
   * @param {import("../abilities.js").Ability} ability
   */
  able(ability) {
    if (can(ability)) return true;
    this.lacking.add(ability);
    return false;
  }

  /**
   * Goes to Excel if what is gathered is enough.
   * @param {number} signs that were added
   */
  async weigh(signs) {
    this.signs += signs;
    if (this.signs > MOST_SIGNS || this.calls > MOST_CALLS) await this.flush();
  }

  async flush() {
    await this.context.sync();
    this.signs = this.calls = 0;
    this.hold();
  }
}
