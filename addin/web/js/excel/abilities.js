// What can this Excel do? The manifest asks for ExcelApi 1.9; what came later and is not there costs a look, and is said.

/** What something needs beyond that, and the words for what is left out without it. */
const NEEDS = /** @type {const} */ ({
  places: ["1.10", "charts are not drawn"],
  merged: ["1.13", ""],
  resize: ["1.13", ""],
  notes: ["1.18", "notes do not move with their rows"],
});

/** @typedef {keyof typeof NEEDS} Ability */

/**
 * Whether this Excel has the calls that something needs.
 * @param {Ability} ability
 */
export function can(ability) {
  const known = ability !== "notes" || "notes" in Excel.Worksheet.prototype; // Microsoft's office.js may lag behind Excel
  return known && Office.context.requirements.isSetSupported("ExcelApi", NEEDS[ability][0]);
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
