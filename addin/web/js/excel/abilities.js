// What can this Excel do? Older ones and those on tablets know less; what they lack is a look, and it is left out and said.

/** Each look by the set of calls that it needs, with the words for what is left out without it. */
const NEEDS = /** @type {const} */ ({
  filters: ["1.9", "filters are not put back"],
  notes: ["1.18", "notes do not move with their rows"],
  links: ["1.9", "links are not looked at"],
  hyperlinks: ["1.7", "links from row to row are left out"],
  looks: ["1.9", "colours are not remembered for Undo"],
  alarms: ["1.6", "cells do not turn red by themselves"],
  charts: ["1.8", "charts are not drawn"],
  paper: ["1.9", "pages are not set up for printing"],
  frozen: ["1.7", "header rows are not kept in view"],
  areas: ["1.9", ""],
  copies: ["1.9", ""],
  resize: ["1.13", ""],
  calculation: ["1.8", ""],
  events: ["1.8", ""],
  screen: ["1.9", ""],
  workbook: ["1.8", ""],
  positions: ["1.10", ""],
});

/** @typedef {keyof typeof NEEDS} Ability */

/**
 * Whether this Excel has the calls that something needs.
 * @param {Ability} ability
 */
export function can(ability) {
  return Office.context.requirements.isSetSupported("ExcelApi", NEEDS[ability][0]);
}

/**
 * What this Excel had to leave out, in one sentence; "" if nothing.
 * @param {Iterable<Ability>} lacking
 */
export function leftOut(lacking) {
  const said = [...new Set(lacking)].map((ability) => NEEDS[ability][1]).filter(Boolean);
  return said.length ? `This Excel is an older one, so ${listed(said)}; all values are complete.` : "";
}

/**
 * "a, b and c"
 * @param {string[]} words
 */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
