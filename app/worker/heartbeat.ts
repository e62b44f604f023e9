import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Statement } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";

export const HEARTBEAT_KEY = "worker:heartbeat";
export const HEARTBEAT_SECONDS = 10;
/** Three missed beats and the worker counts as dead. */
export const HEARTBEAT_LIFE_SECONDS = 3 * HEARTBEAT_SECONDS;

/** The commands of Redis that the heartbeat uses. */
export interface HeartbeatStore {
  set(key: string, value: string, unit: "EX", seconds: number): Promise<unknown>;
  get(key: string): Promise<string | null>;
}

/** What a beat leaves in Redis. */
export interface Beat {
  readonly instance: string;
  readonly at: string;
  /** Active tenants seen in the registry: proof that the worker can read what it works for. */
  readonly tenants: number;
}

const COUNT_TENANTS: Statement = {
  name: "worker_tenants",
  text: "select count(*) as tenants from public.tenants where state = 'active'",
};

/**
 * Proves every 10 s that the worker can reach both the database and Redis.
 *
 * @param instance name of this container
 */
export function createHeartbeat(store: HeartbeatStore, database: Database, instance: string, log: Logger) {
  const stopped = new AbortController();
  const beat = async () => {
    const [row] = await database.query<{ tenants: number }>(COUNT_TENANTS, []);
    const value: Beat = { instance, at: new Date().toISOString(), tenants: row?.tenants ?? 0 };
    await store.set(HEARTBEAT_KEY, JSON.stringify(value), "EX", HEARTBEAT_LIFE_SECONDS);
  };
  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        await beat();
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "a heartbeat failed");
      }
      await sleep(HEARTBEAT_SECONDS * 1000, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  return {
    beat,
    /** Beats until `stop`. */
    run,
    stop: () => stopped.abort(),
    /** Reads the beat back from Redis, where everybody else sees it. */
    async read(): Promise<Beat | undefined> {
      const value = await store.get(HEARTBEAT_KEY);
      return value === null ? undefined : (JSON.parse(value) as Beat);
    },
  };
}
