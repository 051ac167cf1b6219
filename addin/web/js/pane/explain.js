// The view Explain: why does the selected row wait, for what, and until when?

import { letters } from "../excel/addresses.js";
import { button, byId, el } from "./dom.js";

/** @typedef {import("../types.js").Selected} Selected */

export class Explain {
  /** @param {{explain: () => void}} does */
  constructor(does) {
    this.place = el("p", { class: "under soft small" }, "Select a row of Orders, Backorders, Allocations, Cut List or Ready to Ship.");
    this.said = el("div");
    byId("panel-explain").replaceChildren(
      el("section", { class: "card", "aria-labelledby": "why" },
        el("h2", { id: "why" }, "Why does it wait?"), this.place,
        button("Explain this row", does.explain, "first", { "data-press": "bo_explain" })),
      this.said);
  }

  /** @param {Selected | null} at what is selected now */
  point(at) {
    if (at) this.place.textContent = `Selected: ${at.sheet}, row ${at.row} (${letters(at.column)}${at.row})`;
  }

  /**
   * @param {string[]} said
   * @param {Selected | null} at
   */
  show(said, at) {
    const [first, ...others] = said;
    this.said.replaceChildren(el("article", { class: "card" },
      at && el("p", { class: "soft small" }, `${at.sheet}, row ${at.row}`),
      el("h2", {}, first ?? "Nothing is known of this row."),
      others.length > 0 && el("ul", { class: "reasons" }, others.map((line) => el("li", {}, line)))));
  }
}
