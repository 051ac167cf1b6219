// How are the steps of a run carried out? In their order, data first: all of them, or the caller puts everything back.
//
// What only a look hangs on (pages, charts, red cells, what is frozen) comes last. Excel may refuse a look, and that costs
// itself alone.

import { leftOut, listed } from "../abilities.js";
import { patiently } from "../patience.js";
import { quietly } from "../quiet.js";
import { Bench } from "./bench.js";
import * as cells from "./cells.js";
import { unfilled } from "./filling.js";
import * as charts from "./charts.js";
import * as looks from "./looks.js";
import * as notes from "./notes.js";
import * as paper from "./paper.js";
import * as tables from "./tables.js";

/** @typedef {import("../../types.js").Step} Step */

/** @type {Record<string, (bench: Bench, step: Step) => Promise<void>>} */
export const STEPS = {
  ...tables,
  ...cells,
  ...looks,
  ...notes,
  Freeze: paper.Freeze,
  FitRows: paper.FitRows,
  PageSetup: paper.PageSetup,
  DrawChart: charts.DrawChart,
  DropCharts: charts.DropCharts,
};

/** Steps that may fail without harm, with what is said then. @type {Record<string, string>} */
const MAY_FAIL = {
  TurnRed: "what turns cells red",
  Freeze: "rows that stay in view",
  FitRows: "the height of rows",
  PageSetup: "page set-up",
  DropCharts: "old charts",
  DrawChart: "charts",
};

/**
 * Carries all steps out; gives sentences about looks that this Excel could not do. A step that fails, or a signal that is
 * given between two of them, comes through.
 * @param {Step[]} steps
 * @param {{signal?: AbortSignal, tell?: (says: string) => void}} [how]
 * @returns {Promise<string[]>}
 */
export async function carryOut(steps, { signal, tell = () => {} } = {}) {
  const unknown = steps.find((step) => !STEPS[step.do]);
  if (unknown) throw new Error(`the add-in does not know the step ${unknown.do}; close and open Excel, so that it is loaded anew`);
  return patiently(tell, async (context, begun) => quietly(context, async () => {
    begun();
    const bench = new Bench(context);
    const data = unfilled(steps.filter((step) => !(step.do in MAY_FAIL)));
    for (const [i, step] of data.entries()) {
      signal?.throwIfAborted();
      await STEPS[step.do](bench, step);
      await bench.weigh(0);
      if (i % 25 === 24) tell(`Writing: ${Math.round((100 * i) / steps.length)} %`);
    }
    await bench.flush();
    signal?.throwIfAborted();
    const refused = await adorn(bench, steps.filter((step) => step.do in MAY_FAIL));
    const said = [leftOut(bench.lacking)];
    if (refused.length) said.push(`Excel would not do ${listed(refused)}; all values are complete.`);
    return said.filter(Boolean);
  }));
}

/**
 * All looks at once; if Excel refuses, one by one, and those that it refuses are named.
 * @param {Bench} bench
 * @param {Step[]} steps
 */
async function adorn(bench, steps) {
  try {
    for (const step of steps) await STEPS[step.do](bench, step);
    await bench.flush();
    return [];
  } catch {
    /** @type {Set<string>} */
    const refused = new Set();
    for (const step of steps) {
      try {
        await STEPS[step.do](bench, step);
        await bench.flush();
      } catch {
        refused.add(MAY_FAIL[step.do]);
      }
    }
    return [...refused];
  }
}
