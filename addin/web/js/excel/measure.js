// How wide is a column, in points as Office.js has it and in characters as files and our steps have it?
//
// ECMA-376 part 1, 18.3.1.13: pixels = ((256 * width + trunc(128 / 7)) / 256) * 7, where a digit of the usual font is 7 pixels
// wide and the width has its 5 pixels of padding in it. A point is 4/3 of a pixel. Office.js counts in points: OfficeDev/office-js
// issues 187 and 3036. Other fonts differ by a little, as they do on the desktop.

const DIGIT = 7;
const PIXEL = 0.75;

/**
 * A width in characters, padding included, from points.
 * @param {number} points
 */
export function characters(points) {
  return Math.round((points / PIXEL / DIGIT) * 1e4) / 1e4;
}

/**
 * Points from a width in characters, on whole pixels as a column always is.
 * @param {number} width
 */
export function points(width) {
  return Math.trunc(((256 * width + Math.trunc(128 / DIGIT)) / 256) * DIGIT) * PIXEL;
}
