// How does the add-in talk to its server? Same origin, a token for this page, and every failure is one sentence.

const LONGEST = 180_000; // milliseconds for an answer
const WAITS = 3; // how often a server that is busy is asked again
const WORTH_PACKING = 2_000; // signs

/** What a person is told instead of an answer. */
export class Refused extends Error {
  /**
   * @param {string} says
   * @param {string} [code]
   */
  constructor(says, code = "refused") {
    super(says);
    this.code = code;
  }
}

const UNREACHABLE = "The Backorder XL server cannot be reached. Start it (backorder-xl serve) and press again; nothing was changed.";

/** @type {Promise<string> | null} */
let token = null;

/**
 * What the server answers to a body.
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function post(path, body, signal) {
  const packed = await packedBody(JSON.stringify(body));
  for (let tries = 0, renewed = false; ; ) {
    const response = await send(path, packed, await session(signal), signal);
    if (response.status === 401 && !renewed) {
      token = null;
      renewed = true;
      continue;
    }
    if ((response.status === 503 || response.status === 429) && tries < WAITS) {
      tries += 1;
      await pause(seconds(response.headers.get("Retry-After")), signal);
      continue;
    }
    if (response.ok) return read(response);
    throw await refusal(response);
  }
}

/**
 * A file of the add-in's own, as JSON.
 * @param {string} path
 */
export async function config(path) {
  const response = await within(fetch(path, { cache: "no-cache" }));
  if (!response.ok) throw await refusal(response);
  return read(response);
}

/** @param {AbortSignal | undefined} signal */
async function session(signal) {
  token ??= send("/session", { body: "{}", headers: {} }, null, signal).then(async (response) => {
    if (!response.ok) throw await refusal(response);
    return (await read(response)).token;
  });
  try {
    return await token;
  } catch (error) {
    token = null;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {{body: BodyInit, headers: Record<string, string>}} packed
 * @param {string | null} bearer
 * @param {AbortSignal | undefined} signal
 */
async function send(path, packed, bearer, signal) {
  const limit = new AbortController();
  const stop = () => limit.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(() => limit.abort(new Refused("The server took too long to answer. Press again; nothing was changed.", "slow")), LONGEST);
  try {
    const headers = { "Content-Type": "application/json", ...packed.headers, ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) };
    return await within(fetch(path, { method: "POST", body: packed.body, headers, signal: limit.signal, credentials: "same-origin" }), limit.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/**
 * What cannot be reached is said so; what was stopped stays what it is.
 * @param {Promise<Response>} asked
 * @param {AbortSignal} [limit]
 */
async function within(asked, limit) {
  try {
    return await asked;
  } catch (error) {
    if (limit?.aborted) throw limit.reason ?? error;
    throw new Refused(UNREACHABLE, "unreachable");
  }
}

/** @param {Response} response */
async function read(response) {
  try {
    return await response.json();
  } catch {
    throw new Refused("The server broke off its answer. Press again; nothing was changed.", "broken");
  }
}

/** @param {Response} response */
async function refusal(response) {
  const found = await response.json().catch(() => null);
  if (typeof found?.says === "string") return new Refused(found.says, found.code);
  return new Refused(`The server could not answer (${response.status}). Restart it (backorder-xl serve) and press again; nothing was changed.`, "failed");
}

/**
 * A body, packed where the browser can.
 * @param {string} text
 * @returns {Promise<{body: BodyInit, headers: Record<string, string>}>}
 */
async function packedBody(text) {
  if (text.length < WORTH_PACKING || typeof CompressionStream === "undefined") return { body: text, headers: {} };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(stream).arrayBuffer(), headers: { "Content-Encoding": "gzip" } };
}

/**
 * How long to wait, from a Retry-After of seconds.
 * @param {string | null} header
 */
export function seconds(header) {
  const wanted = Number(header);
  return header !== null && Number.isFinite(wanted) ? Math.min(30, Math.max(0.2, wanted)) : 2;
}

/**
 * @param {number} length in seconds
 * @param {AbortSignal} [signal]
 */
function pause(length, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve(undefined);
    }, length * 1000);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
