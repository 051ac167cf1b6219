// What day and time is it for the user? As the server wants them: no zone, to the second.

/** The user's own day and time. */
export function stamp(now = new Date()) {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The user's own day. */
export function today(now = new Date()) {
  return stamp(now).slice(0, 10);
}
