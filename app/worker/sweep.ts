import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";
import { readBacklogs } from "./backlog.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { WorkerMetrics } from "./metrics.ts";
import { codeOf } from "./runner.ts";
import { createSchedule } from "./schedule.ts";
import type { TenantRegistry, WorkerTenant } from "./tenants.ts";

const PAUSE_MILLISECONDS = 30_000;

export interface SweepDependencies {
  readonly database: Database;
  readonly registry: TenantRegistry;
  readonly dispatcher: Pick<Dispatcher, "wake">;
  readonly metrics: Pick<WorkerMetrics, "setBacklogs">;
  readonly log: Logger;
}

/** Looks at all tenants now and then: for what no message has told of, for what a lost process left, and for the end of their day. */
export function createSweep({ database, registry, dispatcher, metrics, log }: SweepDependencies) {
  const stopped = new AbortController();
  const schedule = createSchedule(database);
  let pause = new AbortController();

  async function look(tenant: WorkerTenant): Promise<void> {
    try {
      await schedule.look(tenant);
    } catch (error) {
      // One tenant that is being changed must not hold up the others.
      log.warn({ tenant: tenant.slug, reason: codeOf(error) }, "a tenant's day could not be begun");
    }
  }
  async function sweep(): Promise<void> {
    const tenants = await registry.refresh();
    for (const tenant of tenants) await look(tenant);
    const backlogs = await readBacklogs(database, tenants);
    metrics.setBacklogs(backlogs);
    const waiting = new Set(backlogs.filter((one) => one.waiting > 0).map(({ tenant }) => tenant));
    for (const tenant of tenants) if (waiting.has(tenant.slug)) dispatcher.wake(tenant);
  }
  return {
    /** Once. */
    sweep,
    /** Sweeps every 30 s until `stop`. */
    async run(): Promise<void> {
      while (!stopped.signal.aborted) {
        pause = new AbortController();
        try {
          await sweep();
        } catch (error) {
          log.warn({ reason: codeOf(error) }, "the tenants could not be looked at");
        }
        const signal = AbortSignal.any([stopped.signal, pause.signal]);
        await sleep(PAUSE_MILLISECONDS, undefined, { signal }).catch(() => {});
      }
    },
    /** Does not wait for the pause to end. */
    soon: () => pause.abort(),
    stop: () => stopped.abort(),
  };
}
