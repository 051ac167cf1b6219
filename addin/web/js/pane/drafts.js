// The view Drafts: the messages that a run has drafted, as their readers will see them. Nothing is sent from here.

import { button, byId, el } from "./dom.js";
import { bytes, save } from "./saving.js";
import { badge } from "./tabs.js";
import { many } from "./words.js";

/** @typedef {import("../types.js").DraftMade} DraftMade */

const STILL = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";
/** Nothing in a preview loads anything or runs; the frame forbids it once more. */

export class Drafts {
  /** @param {{draft: () => void}} does */
  constructor(does) {
    this.does = does;
    /** @type {DraftMade[] | null} */
    this.all = null;
    this.list();
  }

  /** @param {DraftMade[]} drafts */
  fill(drafts) {
    this.all = drafts;
    badge("drafts", drafts.length);
    this.list();
  }

  /** @param {number} [last] the one that was open before */
  list(last) {
    const panel = byId("panel-drafts");
    if (!this.all?.length) {
      const [title, says] = this.all
        ? ["No messages today", "Nobody has to be told anything new."]
        : ["No drafts yet", "Messages drafts what customers and suppliers should hear. You look at each and send it yourself."];
      panel.replaceChildren(el("div", { class: "nothing" }, el("h2", {}, title), el("p", {}, says),
        !this.all && el("div", { class: "row" }, button("Draft messages", this.does.draft, "first"))));
      return;
    }
    const items = this.all.map((draft, i) => el("button", { type: "button", class: "draft", onclick: () => this.open(i) },
      el("b", {}, draft.subject), el("span", { class: "soft small" }, draft.to)));
    panel.replaceChildren(
      el("div", { class: "head" }, el("h2", {}, many(this.all.length, "draft"))),
      el("p", { class: "under soft small" }, "Save one to open it in your mail program and send it."),
      el("ul", { class: "card letters drafts" }, items.map((item) => el("li", {}, item))));
    if (last !== undefined) items[last]?.focus();
  }

  /** @param {number} i */
  open(i) {
    const draft = /** @type {DraftMade} */ (this.all?.[i]);
    const frame = el("iframe", { sandbox: "", title: `Preview: ${draft.subject}` });
    frame.srcdoc = STILL + draft.html;
    const back = button("All drafts", () => this.list(i), "link");
    const last = /** @type {DraftMade[]} */ (this.all).length - 1;
    byId("panel-drafts").replaceChildren(
      el("div", { class: "head" }, back, el("span", { class: "soft small" }, `${i + 1} of ${last + 1}`),
        el("span", { class: "turn" }, i > 0 && button("Previous", () => this.open(i - 1), "link"), i < last && button("Next", () => this.open(i + 1), "link"))),
      el("article", { class: "card letter" },
        el("h2", {}, draft.subject),
        el("dl", { class: "small" }, el("dt", {}, "To"), el("dd", {}, draft.to)),
        el("div", { class: "row" },
          button("Save as .eml", () => save(draft.file, "message/rfc822", bytes(draft.data)), "first"),
          button("Save as text", () => save(draft.file.replace(/\.eml$/, ".txt"), "text/plain", draft.text))),
        frame));
    back.focus();
  }
}
