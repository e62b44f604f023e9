/** The moment of a line is pino's, to the millisecond, whichever moments come after each other. */
import { pino } from "pino";
import { expect, it, vi } from "vitest";
import { isoTime } from "../../../app/shared/iso-time.ts";

it.each([
  ["within a second", [1_700_000_000_000, 1_700_000_000_007, 1_700_000_000_042, 1_700_000_000_999]],
  ["over its end", [1_700_000_000_999, 1_700_000_001_000]],
  ["over a year's end", [1_798_761_599_999, 1_798_761_600_000]],
  ["when the clock is put back", [1_700_000_001_500, 1_700_000_000_500]],
])("moments %s", (_how, moments) => {
  let moment = 0;
  const time = isoTime(() => moment);
  for (moment of moments) {
    vi.setSystemTime(moment);
    expect(time()).toBe(pino.stdTimeFunctions.isoTime());
  }
  vi.useRealTimers();
});
