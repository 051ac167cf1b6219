// The view Today: what the morning run would do, the button that does it, and all the others.

import { button, byId, el } from "./dom.js";
import * as importing from "./importing.js";
import { figures, when } from "./words.js";

/** @typedef {import("../types.js").Button} Button */

const MAIN = "bo_run";
const ELSEWHERE = ["bo_run", "bo_undo", "bo_import", "bo_explain", "bo_help"]; // these have places of their own

export class Today {
  /**
   * @param {Button[]} buttons
   * @param {{press: (button: Button) => void, look: () => void, bring: (files: File[]) => void}} does
   */
  constructor(buttons, does) {
    this.buttons = buttons;
    this.does = does;
    this.says = el("p", { class: "under soft small" });
    this.body = el("div");
    this.undo = el("div", { class: "head card", hidden: true });
    byId("panel-today").replaceChildren(
      el("section", { class: "card", "aria-labelledby": "morning" },
        el("div", { class: "head" }, el("h2", { id: "morning" }, "This morning"), button("Look again", does.look, "link")),
        this.says, this.body),
      this.main(), this.undo, importing.card(does.bring), ...this.groups());
    this.waiting();
  }

  main() {
    const run = this.buttons.find(({ id }) => id === MAIN);
    if (!run) return el("div", { hidden: true });
    const play = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    play.setAttribute("viewBox", "0 0 30 30");
    play.setAttribute("aria-hidden", "true");
    play.innerHTML = '<circle cx="15" cy="15" r="14" fill="none" stroke="currentColor" stroke-width="1.6" opacity=".55"/><path d="M12 9.2v11.6l9-5.8z" fill="currentColor"/>';
    return el("button", { type: "button", class: "morning", "data-press": run.id, onclick: () => this.does.press(run) },
      play, el("span", {}, el("strong", {}, run.label), el("span", {}, run.screentip)));
  }

  groups() {
    const names = [...new Set(this.buttons.map(({ group }) => group))];
    return names.flatMap((name) => {
      const some = this.buttons.filter(({ group, id }) => group === name && !ELSEWHERE.includes(id));
      return some.length ? [el("section", { class: "card group" }, el("h3", {}, name),
        el("ul", {}, some.map((one) => el("li", {}, this.act(one)))))] : [];
    });
  }

  /** @param {Button} one */
  act(one) {
    return el("button", { type: "button", class: "act", "data-press": one.id, onclick: () => this.does.press(one) },
      el("img", { src: `assets/${one.id}-40.png`, alt: "", width: 20, height: 20 }),
      el("span", {}, el("b", {}, one.label), el("span", {}, one.screentip)));
  }

  /** The numbers are on their way. */
  waiting() {
    this.says.textContent = "Working out what Morning Run would do now.";
    this.tiles(figures({}), true);
  }

  /**
   * @param {Record<string, any>} counts
   * @param {string} says
   */
  fill(counts, says) {
    this.says.textContent = says;
    this.tiles(figures(counts), false);
  }

  /**
   * @param {import("./words.js").Figure[]} all
   * @param {boolean} waiting
   */
  tiles(all, waiting) {
    this.body.replaceChildren(el("dl", { class: "tiles", "aria-busy": String(waiting) }, all.map(({ name, count, label, tone }) =>
      el("div", { class: `tile ${waiting ? "waiting" : tone}`.trim(), "data-figure": name },
        el("dt", {}, label), el("dd", {}, waiting ? "" : count.toLocaleString("en"))))));
  }

  /**
   * The numbers cannot be had.
   * @param {string} says
   * @param {[string, () => void][]} ways
   */
  without(says, ways) {
    this.says.textContent = says;
    this.body.replaceChildren(el("div", { class: "row" }, ways.map(([label, press]) => button(label, press))));
  }

  /**
   * The last run that can be taken back.
   * @param {import("../types.js").Kept | null} last
   */
  remember(last) {
    const undo = this.buttons.find(({ id }) => id === "bo_undo");
    this.undo.hidden = !last || !undo;
    if (!last || !undo) return;
    const label = this.buttons.find(({ verb }) => verb === last.verb)?.label ?? last.verb;
    this.undo.replaceChildren(
      el("p", { class: "small" }, el("b", {}, label), ` ${when(last.at, new Date())}`),
      button(last.verb === "undo" ? "Redo" : "Undo", () => this.does.press(undo), "link", { "data-press": undo.id }));
  }
}
