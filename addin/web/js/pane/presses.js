// What does each press do? One at a time: work with its progress, then a result in the views, or one sentence about what is in the way.

import { selected, show } from "../excel/going.js";
import { workbookName } from "../excel/reading.js";
import { lastRun, reason, run } from "../running.js";
import { Refused } from "../server.js";
import { speak } from "./dom.js";
import * as importing from "./importing.js";
import { base64, bytes, save } from "./saving.js";
import * as tabs from "./tabs.js";
import * as work from "./work.js";
import { many } from "./words.js";

/** @typedef {import("../types.js").Button} Button */
/** @typedef {import("../types.js").Answer} Answer */
/** @typedef {import("../types.js").Config} Config */
/** @typedef {{today: import("./today.js").Today, problems: import("./problems.js").Problems, drafts: import("./drafts.js").Drafts, explain: import("./explain.js").Explain}} Views */

const FIRST_LOOK = 400; // milliseconds, in which a press of the ribbon goes first
const QUIET = ["undo", "explain", "new"]; // verbs that say nothing about the tables
const DECIDING = ["run", "receive", "plan", "notify"];
const MISSING = /** @type {Record<string, string>} */ ({
  Dashboard: "There is no sheet Dashboard yet. Morning Run and Plan make it.",
  Settings: "There is no sheet Settings in this workbook, so all settings have their usual values. New workbook makes a book that has one: move it here (right-click its tab, Move or Copy).",
});

export class Presses {
  /**
   * @param {Config} config
   * @param {Views} views
   */
  constructor(config, views) {
    this.config = config;
    this.views = views;
    /** @type {AbortController | null} */
    this.busy = null;
    /** @type {AbortController | null} */
    this.looking = null;
  }

  /** The first look at the morning, unless a press came before it. */
  soon() {
    setTimeout(() => {
      if (!this.busy) void this.forecast();
    }, FIRST_LOOK);
  }

  /** @param {Button} button */
  press(button) {
    if (this.busy) {
      speak("Still working; cancel that first.");
      return;
    }
    if (button.shows) void this.show(button.shows);
    else if (button.verb === "import") this.invite();
    else if (button.verb === "explain") void this.explain(button);
    else if (button.verb === "new") void this.fresh(button);
    else if (button.verb) void this.work(button);
    else this.help();
  }

  /**
   * Does something that can be cancelled; whatever goes wrong is one sentence with a way to try again.
   * @param {Button} button
   * @param {(wish: import("../running.js").Wish) => Promise<void>} does
   */
  async during(button, does) {
    this.looking?.abort();
    const stop = new AbortController();
    this.busy = stop;
    for (const one of document.querySelectorAll("[data-press]")) one.setAttribute("aria-disabled", "true");
    let tell = work.working(button.label, () => stop.abort());
    try {
      await does({
        verb: button.verb, ours: this.config.ours, signal: stop.signal, tell: (says) => tell(says),
        ask: async (question) => {
          const yes = (await work.choose(question, ["Yes", "No"], stop.signal)) === 0;
          tell = work.working(button.label, () => stop.abort());
          return yes;
        },
      });
    } catch (error) {
      this.failed(button, error, stop.signal.aborted);
    } finally {
      this.busy = null;
      for (const one of document.querySelectorAll("[data-press]")) one.removeAttribute("aria-disabled");
    }
  }

  /**
   * @param {Button} button
   * @param {unknown} error
   * @param {boolean} stopped
   */
  failed(button, error, stopped) {
    if (error instanceof Refused && error.code === "declined") work.done(button.label, [error.message]);
    else if (stopped && !(error instanceof Refused)) work.done(`${button.label} was stopped`, ["Nothing was changed."]);
    else if (error instanceof Refused && error.code === "stopped") work.done(`${button.label} was stopped`, [error.message]);
    else {
      const says = error instanceof Refused ? error.message : `Excel could not do that (${reason(error)}); finish what you are typing, and press again. Nothing was written.`;
      work.failed(`${button.label} did not go through`, says, [["Try again", () => this.press(button), "first"]]);
    }
  }

  /**
   * @param {Button} button
   * @param {import("../types.js").FileSent[]} [files]
   */
  async work(button, files) {
    await this.during(button, async (wish) => {
      const { answer, said } = await run({ ...wish, files });
      this.take(button, answer, said);
      if (button.writes) this.views.today.remember(await lastRun(await workbookName()));
    });
  }

  /**
   * The answer, in the views and on top of them.
   * @param {Button} button
   * @param {Answer} answer
   * @param {string[]} said
   */
  take(button, answer, said) {
    const { problems, drafts, files, verb } = answer;
    if (!QUIET.includes(verb)) this.views.problems.fill(problems);
    if (verb === "run" || verb === "notify") this.views.drafts.fill(drafts);
    if (DECIDING.includes(verb)) {
      const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      this.views.today.fill(answer.counts, `What ${button.label} found at ${time}.`);
    }
    /** @type {import("./work.js").Way[]} */
    const ways = [];
    const { show: sheet } = answer;
    if (sheet && sheet !== "Problems") ways.push([`Go to ${sheet}`, () => void this.show(sheet)]);
    for (const file of files) ways.push([`Save ${file.name}`, () => save(file.name, file.type, bytes(file.data))]);
    if (problems.length) ways.push([`See ${many(problems.length, "problem")}`, () => tabs.choose("problems")]);
    if (drafts.length) ways.push([`See ${many(drafts.length, "draft")}`, () => tabs.choose("drafts")]);
    if (ways.length) ways[0] = [ways[0][0], ways[0][1], "first"];
    work.done(answer.refused ? `${button.label} stopped at errors` : `${button.label} is done`, [...answer.said, ...said], ways);
  }

  /** What the morning run would do; nothing is written, and a press on any button comes before it. */
  async forecast() {
    if (this.busy) return;
    this.looking?.abort();
    const stop = new AbortController();
    this.looking = stop;
    const { today, problems } = this.views;
    today.waiting();
    try {
      const { answer } = await run({ verb: "run", dryRun: true, signal: stop.signal, tell: () => undefined, ask: async () => false });
      if (stop.signal.aborted) return;
      today.fill(answer.counts, "What Morning Run would do now. Nothing is written yet.");
      problems.fill(answer.problems);
    } catch (error) {
      if (stop.signal.aborted) return;
      const refused = error instanceof Refused;
      /** @type {[string, () => void][]} */
      const ways = [["Look again", () => void this.forecast()]];
      if (refused && error.code === "refused") {
        for (const id of ["bo_new", "bo_adopt"]) {
          const button = this.config.buttons.find((one) => one.id === id);
          if (button) ways.unshift([button.label, () => this.press(button)]);
        }
      }
      today.without(refused ? error.message : `Excel is busy (${reason(error)}).`, ways);
    }
  }

  /** @param {string} sheet */
  async show(sheet) {
    const there = await show(sheet).catch(() => null);
    if (there === false) work.done(sheet, [MISSING[sheet] ?? `There is no sheet ${sheet} in this workbook.`]);
    else if (there === null) work.failed(sheet, "Excel is busy; finish what you are typing, and press again.");
  }

  invite() {
    tabs.choose("today");
    importing.invite();
  }

  /** @param {File[]} files */
  async bring(files) {
    const button = this.config.buttons.find(({ verb }) => verb === "import");
    if (!button || this.busy) return;
    const sent = await Promise.all(files.map(async (file) => ({ name: file.name, data: await base64(file), saved: savedOn(file) })));
    await this.work(button, sent);
  }

  /** @param {Button} button */
  async explain(button) {
    tabs.choose("explain");
    const at = await selected();
    if (!at) {
      work.failed(button.label, "No cell is selected. Select a row of Orders, Backorders, Allocations, Cut List or Ready to Ship, and press again.");
      return;
    }
    await this.during(button, async (wish) => {
      const { answer } = await run({ ...wish, selected: at });
      work.clear();
      this.views.explain.show(answer.said, at);
      speak(answer.said.join(" "));
    });
  }

  /** @param {Button} button */
  async fresh(button) {
    const kind = await work.choose("What shall the new workbook hold?", ["The demo shop", "Nothing yet", "Cancel"]);
    if (kind < 0 || kind > 1) return;
    await this.during(button, async (wish) => {
      const { answer } = await run({ ...wish, settings: { demo: kind === 0 ? "yes" : "no" } });
      const [file] = answer.files;
      work.done(button.label, answer.said, [
        ["Open it", () => void Excel.createWorkbook(file.data).catch(() => save(file.name, file.type, bytes(file.data))), "first"],
        ["Save it", () => save(file.name, file.type, bytes(file.data))],
      ]);
    });
  }

  help() {
    work.done("Help", [`Backorder XL ${this.config.version}. The page of help lists every button and every worksheet function.`],
      [["Open help", () => void window.open("help.html", "_blank", "noopener"), "first"]]);
  }
}

/**
 * The day on which a file was saved last, for the user.
 * @param {File} file
 */
function savedOn(file) {
  const day = new Date(file.lastModified);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}
