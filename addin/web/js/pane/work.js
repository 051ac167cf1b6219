// What is going on: the card on top of every view, for work, a question, a result or a refusal.

import { button, byId, el, speak } from "./dom.js";

/** @typedef {[label: string, press: () => void, kind?: string]} Way */

/** @param {HTMLElement[]} cards */
function put(...cards) {
  byId("work").replaceChildren(...cards);
}

/** Takes the card away. */
export function clear() {
  put();
}

/**
 * Work that has begun; gives the function that says how far it is.
 * @param {string} title
 * @param {() => void} cancel
 */
export function working(title, cancel) {
  const words = el("p", { class: "soft" }, "One moment");
  const part = el("i");
  const bar = el("div", { class: "bar", "aria-hidden": "true" }, part);
  const stop = button("Cancel", () => {
    stop.setAttribute("aria-disabled", "true");
    words.textContent = "Stopping";
    cancel();
  });
  put(el("div", { class: "card work", "aria-busy": "true" },
    el("div", { class: "head" }, el("h2", {}, title), stop), words, bar));
  speak(title);
  return (/** @type {string} */ says) => {
    const percent = /(\d+) %$/.exec(says);
    bar.classList.toggle("part", Boolean(percent));
    part.style.width = percent ? `${percent[1]}%` : "";
    if (!percent && words.textContent !== says) speak(says);
    words.textContent = says;
  };
}

/**
 * Puts a question; gives the number of the answer, or -1 for none. The first answer is the one that is meant; Escape is none.
 * @param {string} question
 * @param {string[]} answers
 * @param {AbortSignal} [signal]
 * @returns {Promise<number>}
 */
export function choose(question, answers, signal) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    /** @param {number} answer */
    const end = (answer) => {
      signal?.removeEventListener("abort", none);
      clear();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(answer);
    };
    const none = () => end(-1);
    const [first, ...others] = answers.map((label, i) => button(label, () => end(i), i ? "" : "first"));
    put(el("div", {
      class: "card work asks", role: "group", "aria-labelledby": "question",
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && none(),
    }, el("p", { id: "question", class: "says" }, question), el("div", { class: "row" }, first, others)));
    signal?.addEventListener("abort", none, { once: true });
    speak(question);
    first.focus();
  });
}

/**
 * What came of it, with ways on from here.
 * @param {string} title
 * @param {string[]} said
 * @param {Way[]} [ways]
 */
export function done(title, said, ways = []) {
  finish("done", title, said, ways);
}

/**
 * @param {string} title
 * @param {string} says
 * @param {Way[]} [ways]
 */
export function failed(title, says, ways = []) {
  finish("failed", title, [says], ways);
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {string[]} said
 * @param {Way[]} ways
 */
function finish(kind, title, said, ways) {
  put(el("div", { class: `card work ${kind}` },
    el("div", { class: "head" }, el("h2", {}, title), button("Close", clear, "link")),
    el("ul", { class: "said" }, said.filter(Boolean).map((line) => el("li", { class: "says" }, line))),
    ways.length > 0 && el("div", { class: "row" }, ways.map(([label, press, look]) => button(label, press, look)))));
  speak([title, ...said].join(" "));
}
