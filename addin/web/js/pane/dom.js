// How is a piece of the page made? Elements from their name, what they are given, and what stands in them; text is only ever text.

/** @typedef {Node | string | null | undefined | false} Inside */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, any>} [given] `class`, `on…` for what happens, everything else as attributes
 * @param {...(Inside | Inside[])} inside
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, given = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...inside.flat().filter((part) => part !== null && part !== undefined && part !== false).map((part) => /** @type {Node | string} */ (part)));
  return made;
}

/**
 * A button; `kind` is "first" for the one that is meant, "link" for a quiet one.
 * @param {string} label
 * @param {() => void} press
 * @param {string} [kind]
 * @param {Record<string, any>} [given]
 */
export function button(label, press, kind = "", given = {}) {
  return el("button", { type: "button", class: `button ${kind}`.trim(), onclick: press, ...given }, label);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Says something to those who hear the page.
 * @param {string} words
 */
export function speak(words) {
  byId("spoken").textContent = words;
}
