// How does one get from one view to the other? With the mouse, or with the arrow keys as tabs are used.

import { byId } from "./dom.js";

const NAMES = /** @type {const} */ (["today", "problems", "drafts", "explain"]);

/** @typedef {typeof NAMES[number]} View */

/** Makes the tabs work. */
export function start() {
  NAMES.forEach((name, i) => {
    const tab = byId(`tab-${name}`);
    tab.addEventListener("click", () => choose(name));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: NAMES.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = NAMES[(to + NAMES.length) % NAMES.length];
      choose(next);
      byId(`tab-${next}`).focus();
    });
  });
}

/**
 * @param {View} name
 */
export function choose(name) {
  for (const other of NAMES) {
    const tab = byId(`tab-${other}`);
    tab.setAttribute("aria-selected", String(other === name));
    tab.tabIndex = other === name ? 0 : -1;
    byId(`panel-${other}`).hidden = other !== name;
  }
}

/**
 * A view's number beside its name; none for 0.
 * @param {View} name
 * @param {number} count
 * @param {string} [tone]
 */
export function badge(name, count, tone = "") {
  const badge = byId(`count-${name}`);
  badge.hidden = !count;
  badge.textContent = count > 999 ? "999+" : String(count);
  badge.className = `badge ${tone}`.trim();
}
