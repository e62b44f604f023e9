/** When the worker says that it is well; that the process does so is worker.test.ts. */
import { expect, it, vi } from "vitest";
import type { Database } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createHeartbeat } from "../../../app/worker/heartbeat.ts";

/** Pauses between beats: each lasts until the test goes on. */
const pauses = vi.hoisted((): { readonly milliseconds: number; readonly goOn: () => void }[] => []);
vi.mock("node:timers/promises", () => ({
  setTimeout: (milliseconds: number, _value: undefined, { signal }: { signal: AbortSignal }) =>
    new Promise<void>((goOn, end) => {
      pauses.push({ milliseconds, goOn });
      signal.addEventListener("abort", end);
    }),
}));

it("beats at once and then every 10 s, each for three times as long, also after one that failed, until it is stopped", async () => {
  const beats: unknown[][] = [];
  let isAway = false;
  const database: Database = {
    query: async () => (isAway ? Promise.reject(new Error("away")) : []),
    transaction: () => Promise.reject(new Error("not needed")),
    end: async () => {},
  };
  const store = { set: async (...words: unknown[]) => void beats.push(words), get: async () => null };
  const heartbeat = createHeartbeat(store, database, "one", createLogger("silent", {}));
  const running = heartbeat.run();
  for (const away of [false, true, false]) {
    const count = pauses.length + 1;
    isAway = away;
    pauses.at(-1)?.goOn();
    await expect.poll(() => pauses.length).toBe(count);
  }
  heartbeat.stop();
  await running;
  expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([10_000, 10_000, 10_000]);
  const beat = ["worker:heartbeat", expect.stringContaining('"instance":"one"'), "EX", 30];
  expect(beats).toEqual([beat, beat]);
});
