import { setTimeout as sleep } from "node:timers/promises";

/** A guard against what never happens, not a bar: how long something may take is a matter of bench/. */
const PATIENCE_SECONDS = 120;

/** Asks again every 100 ms until `check` returns something true; what it throws counts as "not yet". */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  seconds = PATIENCE_SECONDS,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      last = await check();
      if (last) return last as T;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`${what}: not within ${seconds} s; last: ${String(last)}`);
}
