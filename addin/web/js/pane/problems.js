// The view Problems: what is wrong in the workbook, each with what to do; a click goes to the cell.

import { button, byId, el, speak } from "./dom.js";
import { badge } from "./tabs.js";
import { tally } from "./words.js";

/** @typedef {import("../types.js").ProblemSaid} ProblemSaid */

const AT_ONCE = 100;
const WORDS = { error: "Error", warning: "Warning", note: "Note" };

export class Problems {
  /**
   * @param {{go: (problem: ProblemSaid) => Promise<void>, check: () => void}} does
   */
  constructor(does) {
    this.does = does;
    /** @type {ProblemSaid[] | null} */
    this.all = null;
    this.only = "";
    this.most = AT_ONCE;
    this.draw();
  }

  /** @param {ProblemSaid[]} problems */
  fill(problems) {
    this.all = problems;
    this.only = "";
    this.most = AT_ONCE;
    const tone = problems.some((p) => p.severity === "error") ? "bad" : "watch";
    badge("problems", problems.length, tone);
    this.draw();
  }

  draw() {
    byId("panel-problems").replaceChildren(...this.content());
  }

  /** @returns {HTMLElement[]} */
  content() {
    if (!this.all) {
      return [el("div", { class: "nothing" }, el("h2", {}, "Not looked at yet"),
        el("p", {}, "Check looks for mistakes in your tables and changes none of them."),
        el("div", { class: "row" }, button("Check now", this.does.check, "first")))];
    }
    if (!this.all.length) {
      return [el("div", { class: "nothing" }, el("h2", {}, "Nothing to look at"), el("p", {}, "No mistakes were found in your tables."))];
    }
    const shown = this.all.filter((p) => !this.only || p.severity === this.only);
    const rest = shown.length - this.most;
    return [
      el("div", { class: "head" }, el("h2", {}, tally(this.all))),
      this.chips(),
      el("ul", { class: "problems" }, shown.slice(0, this.most).map((p) => el("li", {}, this.one(p)))),
      ...(rest > 0 ? [button(`Show ${Math.min(rest, AT_ONCE)} more`, () => {
        this.most += AT_ONCE;
        this.draw();
      })] : []),
    ];
  }

  chips() {
    const kinds = /** @type {const} */ (["error", "warning", "note"]).filter((kind) => this.all?.some((p) => p.severity === kind));
    if (kinds.length < 2) return el("div", { hidden: true });
    const chip = (/** @type {string} */ kind, /** @type {string} */ label) =>
      el("button", { type: "button", class: "chip", "aria-pressed": String(this.only === kind), "data-kind": kind, onclick: () => this.choose(kind) }, label);
    return el("div", { class: "chips", role: "group", "aria-label": "Show" },
      chip("", "All"), kinds.map((kind) => chip(kind, `${WORDS[kind]}s`)));
  }

  /** @param {string} kind */
  choose(kind) {
    this.only = kind;
    this.most = AT_ONCE;
    this.draw();
    /** @type {HTMLElement | null} */ (document.querySelector(`.chip[data-kind="${kind}"]`))?.focus();
    speak(kind ? `Only ${WORDS[/** @type {keyof typeof WORDS} */ (kind)].toLowerCase()}s are shown` : "All are shown");
  }

  /** @param {ProblemSaid} p */
  one(p) {
    const place = p.cell ? `${p.sheet} ${p.cell}` : p.row ? `${p.sheet} row ${p.row}` : p.sheet;
    const inside = [
      el("span", { class: "where" }, el("span", { class: `tag ${p.severity}` }, WORDS[p.severity]), el("b", {}, place), p.column && el("span", {}, p.column)),
      el("span", { class: "says" }, p.says),
      p.remedy && el("span", { class: "remedy" }, p.remedy),
    ];
    return p.cell
      ? el("button", { type: "button", class: "problem", onclick: () => void this.does.go(p) }, inside)
      : el("div", { class: "problem" }, inside);
  }
}
