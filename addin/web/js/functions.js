// How do the worksheet functions get their results? Calls of one moment go together: a thousand cells are one request.

import { today } from "./clock.js";
import { Refused, post } from "./server.js";
import { Shelf, asked, isInvocation, shown } from "./values.js";

/** @typedef {{given: any[], resolve: (result: any) => void, reject: (error: any) => void, gone: boolean}} Waiting */
/** @typedef {(path: string, body: any, signal?: AbortSignal) => Promise<any>} Send */

const MOST_CALLS = 4_000; // in one request
const GATHER = 15; // milliseconds in which further calls join

/**
 * Ties every function of the configuration to the server.
 * @param {{name: string}[]} functions
 * @param {Promise<boolean>} from1904 whether the workbook counts its days from 1904
 */
export function tie(functions, from1904) {
  for (const { name } of functions) CustomFunctions.associate(name, gathered(name, post, from1904));
}

/**
 * A function that gathers its calls.
 * @param {string} name
 * @param {Send} send
 * @param {Promise<boolean>} from1904
 */
export function gathered(name, send, from1904) {
  /** @type {Waiting[]} */
  let waiting = [];
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  const go = () => {
    timer = null;
    const now = waiting.filter((call) => !call.gone);
    waiting = [];
    for (let first = 0; first < now.length; first += MOST_CALLS) void answer(name, now.slice(first, first + MOST_CALLS), send, from1904);
  };

  return (/** @type {any[]} */ ...given) => new Promise((resolve, reject) => {
    const call = { given, resolve, reject, gone: false };
    const last = given[given.length - 1];
    if (isInvocation(last)) {
      call.given = given.slice(0, -1);
      last.onCanceled = () => {
        call.gone = true;
        reject(new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, "Stopped."));
      };
    }
    waiting.push(call);
    timer ??= setTimeout(go, GATHER);
  });
}

/**
 * One request; calls with the same arguments are asked once, and ranges that they share are sent once.
 * @param {string} name
 * @param {Waiting[]} calls
 * @param {Send} send
 * @param {Promise<boolean>} from1904
 */
async function answer(name, calls, send, from1904) {
  const shelf = new Shelf();
  /** @type {Map<string, {cells: any[], asks: Waiting[]}>} */
  const alike = new Map();
  for (const call of calls) {
    const cells = call.given.map((value) => asked(value, shelf));
    const key = JSON.stringify(cells);
    const known = alike.get(key);
    if (known) known.asks.push(call);
    else alike.set(key, { cells, asks: [call] });
  }
  const different = [...alike.values()];
  try {
    const body = { today: today(), calls: different.map(({ cells }) => ({ cells })), ranges: shelf.grids, date1904: await from1904 };
    const { results, days } = await send(`/call/${name}`, body);
    /** @type {Map<number, Set<string>>} */
    const dated = new Map();
    for (const [call, row, column] of days ?? []) dated.set(call, (dated.get(call) ?? new Set()).add(`${row} ${column}`));
    different.forEach(({ asks }, i) => {
      const grid = results[i].map((/** @type {any[]} */ line, /** @type {number} */ r) =>
        line.map((value, c) => shown(value, dated.get(i)?.has(`${r} ${c}`) ?? false)));
      for (const call of asks) call.resolve(grid);
    });
  } catch (error) {
    const unreachable = !(error instanceof Refused) || error.code === "unreachable";
    const code = unreachable ? CustomFunctions.ErrorCode.notAvailable : CustomFunctions.ErrorCode.invalidValue;
    const says = error instanceof Refused ? error.message : "The result could not be worked out; press Ctrl+Alt+F9 to try again.";
    for (const call of calls) call.reject(new CustomFunctions.Error(code, says));
  }
}
