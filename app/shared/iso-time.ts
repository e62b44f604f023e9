/**
 * The moment of a log's line, as pino's own `isoTime` writes it. That one makes a date for every line, which costs as much as the rest of
 * the line; here only the first line of a second does.
 *
 * @param now clock in milliseconds
 * @returns the member of a line's JSON, with the comma before it
 */
export function isoTime(now: () => number = Date.now): () => string {
  let second = Number.NaN;
  let start = "";
  return () => {
    const moment = now();
    const current = Math.floor(moment / 1000);
    if (current !== second) {
      second = current;
      start = `,"time":"${new Date(current * 1000).toISOString().slice(0, -4)}`;
    }
    return `${start}${String(moment % 1000).padStart(3, "0")}Z"`;
  };
}
