// How do the worksheet functions get their results? Calls of one moment go together: a thousand cells are one request.

import { Refused, post } from "./server.js";
import { today } from "./running.js";

/** @typedef {{cells: any[], resolve: (result: any) => void, reject: (error: any) => void, gone: boolean}} Waiting */

const MOST_CALLS = 4_000; // in one request
const MOST_SIGNS = 4_000_000; // in one request, roughly
const GATHER = 15; // milliseconds in which further calls join

/**
 * Ties every function of the configuration to the server.
 * @param {{name: string}[]} functions
 */
export function tie(functions) {
  for (const { name } of functions) CustomFunctions.associate(name, gathered(name, post));
}

/**
 * A function that gathers its calls.
 * @param {string} name
 * @param {(path: string, body: any, signal?: AbortSignal) => Promise<any>} send
 */
export function gathered(name, send) {
  /** @type {Waiting[]} */
  let waiting = [];
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  const go = () => {
    timer = null;
    const now = waiting.filter((call) => !call.gone);
    waiting = [];
    for (const some of shared(now)) void answer(name, some, send);
  };

  return (/** @type {any[]} */ ...given) => new Promise((resolve, reject) => {
    const call = { cells: given, resolve, reject, gone: false };
    const last = given[given.length - 1];
    if (isInvocation(last)) {
      call.cells = given.slice(0, -1);
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
 * What Excel hands over after the arguments.
 * @param {any} last
 */
function isInvocation(last) {
  return last !== null && typeof last === "object" && !Array.isArray(last) && ("onCanceled" in last || "functionName" in last || "address" in last || "setResult" in last);
}

/**
 * Calls in as few requests as fit; calls with the same arguments are asked once.
 * @param {Waiting[]} calls
 * @returns {{cells: any[], asks: Waiting[]}[][]}
 */
export function shared(calls) {
  /** @type {Map<string, {cells: any[], asks: Waiting[]}>} */
  const alike = new Map();
  for (const call of calls) {
    const cells = call.cells.map(argument);
    const key = JSON.stringify(cells);
    const known = alike.get(key);
    if (known) known.asks.push(call);
    else alike.set(key, { cells, asks: [call] });
  }
  /** @type {{cells: any[], asks: Waiting[]}[][]} */
  const requests = [];
  let signs = 0;
  for (const [key, call] of alike) {
    const now = requests[requests.length - 1];
    if (!now || now.length === MOST_CALLS || signs + key.length > MOST_SIGNS) {
      requests.push([call]);
      signs = 0;
    } else now.push(call);
    signs += key.length;
  }
  return requests;
}

/**
 * An argument as the wire has it: a cell or a grid.
 * @param {any} value
 */
function argument(value) {
  return Array.isArray(value) ? value.map((row) => (Array.isArray(row) ? row.map(cell) : cell(row))) : cell(value);
}

/** @param {any} value */
function cell(value) {
  if (value === "" || value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  return { e: String(value.code ?? value.basicValue ?? value.errorType ?? "#VALUE!") };
}

/**
 * One request, and each call gets its own result.
 * @param {string} name
 * @param {{cells: any[], asks: Waiting[]}[]} some
 * @param {(path: string, body: any, signal?: AbortSignal) => Promise<any>} send
 */
async function answer(name, some, send) {
  try {
    const { results } = await send(`/call/${name}`, { today: today(), calls: some.map(({ cells }) => ({ cells })) });
    some.forEach(({ asks }, i) => {
      for (const call of asks) call.resolve(results[i].map((/** @type {any[]} */ row) => row.map(shown)));
    });
  } catch (error) {
    const unreachable = !(error instanceof Refused) || error.code === "unreachable";
    const code = unreachable ? CustomFunctions.ErrorCode.notAvailable : CustomFunctions.ErrorCode.invalidValue;
    const says = error instanceof Refused ? error.message : "The result could not be worked out; press Ctrl+Alt+F9 to try again.";
    for (const { asks } of some) for (const call of asks) call.reject(new CustomFunctions.Error(code, says));
  }
}

/**
 * A cell of the wire as Excel takes it.
 * @param {any} value
 */
function shown(value) {
  if (value === null) return "";
  if (typeof value !== "object") return value;
  if ("f" in value) return shown(value.v);
  const code = Object.values(CustomFunctions.ErrorCode).find((known) => known === value.e);
  return new CustomFunctions.Error(/** @type {any} */ (code ?? CustomFunctions.ErrorCode.notAvailable));
}
