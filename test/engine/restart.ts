/**
 * The engine's restart under load. Its containers are killed and started all at once, in no order, as an engine does that comes up: the
 * engine of these tests has containers of others, which must not be restarted.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../bench/lib/load.ts";
import { until } from "../support/until.ts";
import { command, failuresOf, startLoad } from "./support/load.ts";
import { containers, docker, full, minutes, owned, up } from "./support/stack.ts";

/** Everybody is served again when nothing has failed for so long, and has to be on for as long. */
const SERVED_SECONDS = 10;

const since = (moment: number, outcomes: readonly Outcome[]) => outcomes.filter(({ due }) => due >= moment);

/** Whether many requests were due since then, and all were answered well. */
const allServed = (moment: number, outcomes: readonly Outcome[]): boolean => {
  const seen = since(moment, outcomes);
  return seen.length > 100 && failuresOf(seen).length === 0;
};

export function restartTests(): void {
  describe.runIf(full)("the engine restarts", () => {
    test("everybody is served again by itself, and nothing is left to mend", {
      timeout: minutes(8),
    }, async () => {
      const names = Object.keys(containers()).sort();
      const running = owned("ps");
      const load = startLoad();
      docker("kill", ...running);
      const started = performance.now();
      await Promise.all(running.map((id) => command("docker", "start", id)));
      const lately = () => Math.max(started, performance.now() - SERVED_SECONDS * 1000);
      await until("everybody is served", () => allServed(lately(), load.outcomes), 180);
      const recovered = performance.now();
      await sleep(SERVED_SECONDS * 1000);
      await load.stop();

      expect(failuresOf(since(recovered, load.outcomes))).toEqual([]);
      expect(Object.keys(containers()).sort()).toEqual(names);
      expect(up()).toMatchObject({ created: 0, updated: 0, replaced: 0, deleted: 0 });
    });
  });
}
