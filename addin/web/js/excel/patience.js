// What if somebody is typing into a cell? Excel does nothing else until that is done, so it is waited for, and said.

const SOON = 4_000; // milliseconds until it is said

/**
 * Speaks to Excel once it listens. The work says when its first question was answered.
 * @template T
 * @param {(says: string) => void} tell
 * @param {(context: Excel.RequestContext, begun: () => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function patiently(tell, work) {
  const waiting = setTimeout(() => tell("Waiting for Excel. If you are typing into a cell, press Enter"), SOON);
  const begun = () => clearTimeout(waiting);
  try {
    return await Excel.run({ delayForCellEdit: true }, (context) => work(context, begun));
  } finally {
    begun();
  }
}

/**
 * What was asked for, or the reason of the signal as soon as it is given; only for what changes nothing.
 * @template T
 * @param {Promise<T>} asked
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
export function unlessStopped(asked, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
