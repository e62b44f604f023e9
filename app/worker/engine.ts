import type { Redis } from "ioredis";
import type { Database } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";
import { createDispatcher } from "./dispatcher.ts";
import { createListener } from "./listener.ts";
import { createWorkerMetrics } from "./metrics.ts";
import { openQueue } from "./queue.ts";
import { codeOf, createRunner, type JobHandlers } from "./runner.ts";
import { createSweep } from "./sweep.ts";
import { tenantRegistry } from "./tenants.ts";

export interface EngineDependencies {
  readonly database: Database;
  /** Connection string of chalan_worker, for the connection that listens. */
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly handlers: JobHandlers;
  /** Name of this process. */
  readonly instance: string;
  readonly log: Logger;
}

/**
 * From the tenants' outboxes by way of their queues to who does the job. An idle engine has two connections to
 * PostgreSQL (one listens), none to Redis but the given one, and nothing that is there once per tenant.
 */
export function createEngine({ database, databaseUrl, redis, handlers, instance, log }: EngineDependencies) {
  const registry = tenantRegistry(database);
  const metrics = createWorkerMetrics(() => dispatcher.open());
  const run = createRunner({ database, handlers, metrics, log });
  const dispatcher = createDispatcher({
    database,
    open: (tenant, onStalled) => openQueue(redis, tenant.id, instance, onStalled),
    run,
    log,
  });
  const sweep = createSweep({ database, registry, dispatcher, metrics, log });
  const listener = createListener(
    databaseUrl,
    {
      onMessage(schema) {
        registry.ofSchema(schema).then(
          (tenant) => tenant && dispatcher.wake(tenant),
          (error: unknown) => log.warn({ reason: codeOf(error) }, "a message could not be looked after"),
        );
      },
      onListening: sweep.soon,
    },
    log,
  );
  return {
    metrics,
    /** Works until `stop`. */
    run: async (): Promise<void> => void (await Promise.all([listener.run(), sweep.run()])),
    /** @param graceMilliseconds how long the jobs that run may still take */
    async stop(graceMilliseconds: number): Promise<void> {
      listener.stop();
      sweep.stop();
      await dispatcher.stop(graceMilliseconds);
    },
  };
}
