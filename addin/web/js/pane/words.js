// How are numbers, times and counts said in the pane?

/**
 * "1 line", "1,204 lines"
 * @param {number} count
 * @param {string} word
 */
export function many(count, word) {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

/**
 * "today at 07:41", "yesterday at 16:20", "on 27 November at 09:00"
 * @param {string} stamp
 * @param {Date} now
 */
export function when(stamp, now) {
  const then = new Date(stamp);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const midnight = (/** @type {Date} */ day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  if (days <= 1) return `${days < 1 ? "today" : "yesterday"} at ${time}`;
  return `on ${then.toLocaleDateString("en-GB", { day: "numeric", month: "long" })} at ${time}`;
}

/** @typedef {{name: string, count: number, label: string, tone: string}} Figure */

/**
 * The six numbers of a morning; one that is 0 is quiet.
 * @param {Record<string, any>} counts
 * @returns {Figure[]}
 */
export function figures(counts) {
  const n = (/** @type {string} */ name) => Number(counts[name] ?? 0);
  const look = n("errors") + n("warnings");
  const all = [
    ["arrived", n("receipts_posted"), "arrived", "new"],
    ["ready", n("ready_lines"), "can ship", "good"],
    ["waiting", n("backordered_lines"), "wait", "watch"],
    ["buy", n("purchase_lines"), "to buy", "new"],
    ["drafts", n("messages"), n("messages") === 1 ? "message" : "messages", "new"],
    ["look", look, "to look at", n("errors") ? "bad" : "watch"],
  ];
  return all.map(([name, count, label, tone]) => /** @type {Figure} */ ({ name, count, label, tone: count ? tone : "" }));
}

/**
 * Problems, the worst first, as they are counted: "2 errors, 3 warnings".
 * @param {import("../types.js").ProblemSaid[]} problems
 */
export function tally(problems) {
  const words = /** @type {const} */ (["error", "warning", "note"]);
  return words
    .map((word) => [problems.filter((p) => p.severity === word).length, word])
    .filter(([count]) => count)
    .map(([count, word]) => many(Number(count), String(word)))
    .join(", ");
}
