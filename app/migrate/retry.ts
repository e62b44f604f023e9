import { setTimeout as sleep } from "node:timers/promises";
import { sqlState } from "../shared/sql-state.ts";

/** lock_not_available, deadlock_detected, serialization_failure, too_many_connections, cannot_connect_now. */
const PASSING_STATES = new Set(["55P03", "40P01", "40001", "53300", "57P03"]);

/** @returns whether trying again later may well succeed */
export function isPassing(error: unknown): boolean {
  return PASSING_STATES.has(sqlState(error) ?? "");
}

export interface RetryOptions {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Upper limit of the first pause, in milliseconds; doubles with each try. */
  readonly firstPause: number;
  /** Upper limit of any pause, in milliseconds. */
  readonly longestPause: number;
}

/** 8 tries within about 13 s at most: 2 s lock time-outs let queued queries of the app through in between. */
export const DEFAULT_RETRY: RetryOptions = { attempts: 8, firstPause: 100, longestPause: 5_000 };

/**
 * Upper limit of the pause before a try; the actual one is drawn evenly below it ("full jitter"), so that
 * parallel runs do not collide again in step.
 *
 * @param attempt 1 for the pause after the first failure
 * @returns milliseconds
 */
export function pauseLimit(attempt: number, { firstPause, longestPause }: RetryOptions): number {
  return Math.min(longestPause, firstPause * 2 ** (attempt - 1));
}

/**
 * Runs `work` until it succeeds, fails for good, or the tries are used up.
 *
 * @throws the last error
 */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions = DEFAULT_RETRY): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= options.attempts || !isPassing(error)) throw error;
      await sleep(Math.random() * pauseLimit(attempt, options));
    }
  }
}
