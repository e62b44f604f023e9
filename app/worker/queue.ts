import {
  type BackendFactory,
  createRedisBackend,
  type Job,
  Queue,
  type RedisQueueBackend,
  Worker,
} from "bullmq";
import type { Redis } from "ioredis";
import { limitsOf } from "./limits.ts";
import type { Waiting } from "./outbox.ts";

/** Of all keys of the queues: under the only prefix that the worker's Redis user may touch. */
export const QUEUE_PREFIX = "worker:queue";

/** Jobs of one tenant that Redis holds at most, ready or put off; the others wait in the tenant's outbox. */
const MAXIMUM_READY = 100;
const MAXIMUM_HELD = 1_000;

/** Milliseconds. A lock that has not been renewed for so long belongs to a process that is gone. */
const LOCK = 20_000;
export const LOCK_RENEWAL = 5_000;
const STALLED_CHECK = 10_000;

/**
 * A Worker waits for jobs on a connection of its own. These do not wait: they are told when to look, and share one
 * connection, however many tenants there are.
 */
const withoutBlocking: BackendFactory<RedisQueueBackend> = (name, options, more) =>
  createRedisBackend(name, options, { ...more, withBlockingConnection: false });

/** A job that has been fetched and is locked by this process. */
export interface Fetched {
  readonly id: string;
  readonly complete: () => Promise<void>;
  /** Puts it off, for longer each time. */
  readonly retry: (reason: string) => Promise<void>;
  /** Back to the front, for another process to fetch. */
  readonly handBack: () => Promise<void>;
  readonly renewLock: () => Promise<void>;
}

function fetched(job: Job, token: string): Fetched {
  return {
    id: job.id ?? "",
    complete: async () => void (await job.moveToCompleted(null, token, false)),
    retry: async (reason) => void (await job.moveToFailed(new Error(reason), token, false)),
    handBack: async () => void (await job.moveToWait(token)),
    renewLock: async () => void (await job.extendLock(token, LOCK)),
  };
}

/**
 * One tenant's queue in Redis. It holds ids and kinds only: what a job is about stays in the tenant's schema.
 *
 * @param redis shared by all queues, and not closed with them
 * @param onStalled called when jobs of a process that is gone wait again
 */
export function openQueue(redis: Redis, tenantId: string, instance: string, onStalled: () => void) {
  const options = { connection: redis, prefix: QUEUE_PREFIX };
  const queue = new Queue(tenantId, options);
  const worker = new Worker(
    tenantId,
    null,
    {
      ...options,
      autorun: false,
      name: instance,
      lockDuration: LOCK,
      stalledInterval: STALLED_CHECK,
      // The outbox counts the attempts, and the ones that killed a process with them.
      maxStalledCount: 100,
    },
    withoutBlocking,
  );
  // Commands that fail say so to their caller; the connection's own troubles are logged once, where it is made.
  queue.on("error", () => {});
  worker.on("error", () => {});
  worker.on("stalled", onStalled);
  let fetches = 0;
  void worker.startStalledCheckTimer();
  return {
    /** How many more jobs may be put in. */
    async room(): Promise<number> {
      const { wait = 0, delayed = 0, active = 0 } = await queue.getJobCounts("wait", "delayed", "active");
      return Math.max(0, Math.min(MAXIMUM_READY - wait, MAXIMUM_HELD - wait - delayed - active));
    },
    /** Under their own ids: what is in the queue already is not put in again. */
    async put(rows: readonly Waiting[]): Promise<void> {
      await queue.addBulk(
        rows.map(({ id, kind }) => {
          const { attempts, backoffMilliseconds } = limitsOf(kind);
          return {
            name: kind,
            data: {},
            opts: {
              jobId: id,
              // The outbox gives up first; this is for what it could not be told.
              attempts: 2 * attempts,
              backoff: { type: "exponential", delay: backoffMilliseconds, jitter: 0.25 },
              removeOnComplete: true,
              removeOnFail: true,
            },
          };
        }),
      );
    },
    /** @returns the next job that is ready, locked */
    async fetch(): Promise<Fetched | undefined> {
      fetches += 1;
      const token = `${instance}:${fetches}`;
      const job = await worker.getNextJob(token, { block: false });
      return job === undefined ? undefined : fetched(job, token);
    },
    /** How many jobs are put off, or fetched by anybody: this process, another one, or one that is gone. */
    async held(): Promise<number> {
      const { delayed = 0, active = 0 } = await queue.getJobCounts("delayed", "active");
      return delayed + active;
    },
    async close(): Promise<void> {
      await Promise.all([worker.close(), queue.close()]);
    },
  };
}

export type TenantQueue = ReturnType<typeof openQueue>;
