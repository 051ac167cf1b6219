// How must a value be handed to Excel to arrive as what it is?
//
// null would leave a cell as it stands, so a blank is "". A text goes in as if it were typed: where Excel could take it for more, an
// apostrophe before it keeps it a text, and is no part of its value. In a cell with the format "@" it stays a text by itself.

const MOST_SIGNS = 32767;

const TRUTHS = new Set(
  ("true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sann falskt falsk sant usann sand tosi epätosi " +
    "prawda fałsz pravda nepravda igaz hamis doğru yanlış adevărat fals истина ложь істина хибність").split(" "),
);

/**
 * Could Excel read a text as a number, a day, a truth, an error or a formula, in any language?
 * @param {string} text
 */
export function takenForMore(text) {
  return "=+-@'#".includes(text[0]) || /\p{N}/u.test(text) || TRUTHS.has(text.trim().toLowerCase());
}

/**
 * @param {any} value
 * @param {boolean} asText whether the cell has the format of text
 */
export function typed(value, asText) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "object") return value.f ?? value.e;
  if (typeof value !== "string") return value;
  const text = value.replaceAll("\0", "");
  if (!text || asText || !takenForMore(text)) return text;
  return `'${text.slice(0, MOST_SIGNS - 1)}`;
}
