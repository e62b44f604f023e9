import type { Outcome } from "./load.ts";
import { percentile } from "./statistics.ts";

/** A stretch of time, in milliseconds of `performance.now()`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a load looked like to its clients. */
export interface Seen {
  readonly requests: number;
  readonly failed: number;
  /** Milliseconds, of those that were answered well. */
  readonly p50: number;
  readonly p99: number;
}

/** The outcomes that were due in one of the windows. */
export function within(outcomes: readonly Outcome[], windows: readonly Window[]): Outcome[] {
  return outcomes.filter(({ due }) => windows.some(({ from, to }) => from <= due && due < to));
}

/** @throws RangeError when nothing was answered well */
export function seen(outcomes: readonly Outcome[]): Seen {
  const good = outcomes.filter(({ failure }) => failure === undefined);
  const times = good.map(({ milliseconds }) => milliseconds);
  return {
    requests: outcomes.length,
    failed: outcomes.length - good.length,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

/** How often each failure was seen, and over which kind of connection, the most frequent first. */
export function failures(outcomes: readonly Outcome[]): string[] {
  const counts = new Map<string, number>();
  for (const { failure, method, reused } of outcomes) {
    if (failure === undefined) continue;
    const what = `${method} over a ${reused ? "kept" : "new"} connection: ${failure}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([what, count]) => `${count} × ${what}`);
}
