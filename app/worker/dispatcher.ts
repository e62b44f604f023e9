import type { Database } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";
import { tenantOutbox } from "./outbox.ts";
import { type Fetched, LOCK_RENEWAL, type TenantQueue } from "./queue.ts";
import { codeOf, type Run } from "./runner.ts";
import type { WorkerTenant } from "./tenants.ts";

/**
 * How many jobs run at the same time, in all and of one tenant: one that floods leaves places free, and where several
 * do, the next place that falls free goes to whose turn it is.
 */
export interface DispatcherLimits {
  readonly all: number;
  readonly perTenant: number;
  /** Milliseconds after which a queue that only holds what is put off, or another process's, is looked at again. */
  readonly recheck: number;
}
export const DISPATCHER_LIMITS: DispatcherLimits = { all: 4, perTenant: 2, recheck: 5_000 };

/** A tenant that has, or may have, something to do. It is gone when it has not. */
interface Lane {
  readonly tenant: WorkerTenant;
  readonly queue: TenantQueue;
  /** Whether it is worth fetching. */
  ready: boolean;
  running: number;
  timer: NodeJS.Timeout | undefined;
}

export interface DispatcherDependencies {
  readonly database: Database;
  readonly open: (tenant: WorkerTenant, onStalled: () => void) => TenantQueue;
  readonly run: Run;
  readonly log: Logger;
  readonly limits?: DispatcherLimits;
}

/**
 * Gives every tenant its turn. Tenants with work stand in a ring; each turn is one job; nobody has more than its share
 * running. A tenant without work has no queue object, no timer and no connection.
 */
export function createDispatcher({
  database,
  open,
  run,
  log,
  limits = DISPATCHER_LIMITS,
}: DispatcherDependencies) {
  /** In the order of their turns. */
  const lanes = new Map<string, Lane>();
  const running = new Map<Promise<void>, Fetched>();
  const aborted = new AbortController();
  let stopping = false;
  let pumping = false;
  let again = false;

  /** The first that is ready and has not its share already; it goes to the end of the ring. */
  function nextLane(): Lane | undefined {
    for (const [id, lane] of lanes) {
      if (!lane.ready || lane.running >= limits.perTenant) continue;
      lanes.delete(id);
      lanes.set(id, lane);
      return lane;
    }
    return undefined;
  }

  /** From the queue, or from the outbox by way of the queue. */
  async function fetch({ queue, tenant }: Lane): Promise<Fetched | undefined> {
    const ready = await queue.fetch();
    if (ready !== undefined) return ready;
    const room = await queue.room();
    const moved = room > 0 ? await tenantOutbox(database, tenant).move(room, queue.put) : 0;
    return moved > 0 ? queue.fetch() : undefined;
  }

  /** Nothing is ready: the lane waits for what is put off, or goes. */
  async function rest(lane: Lane): Promise<void> {
    const held = await lane.queue.held();
    if (lane.ready || lane.running > 0) return;
    if (held > 0 || stopping) {
      clearTimeout(lane.timer);
      lane.timer = setTimeout(() => wake(lane.tenant), limits.recheck);
      return;
    }
    lanes.delete(lane.tenant.id);
    await lane.queue.close();
  }

  async function carryOut(lane: Lane, job: Fetched): Promise<void> {
    const renewal = setInterval(() => job.renewLock().catch(() => {}), LOCK_RENEWAL);
    try {
      const outcome = await run(lane.tenant, job.id, aborted.signal);
      if (outcome === "retry") await job.retry("failed");
      else if (outcome === "hand-back") await job.handBack();
      else await job.complete();
    } catch (error) {
      // Database or Redis are away. The outbox has the job, and its lock ends by itself.
      log.warn(
        { tenant: lane.tenant.slug, job: job.id, reason: codeOf(error) },
        "a job could not be carried out",
      );
      await job.retry("unavailable").catch(() => {});
    } finally {
      clearInterval(renewal);
    }
  }

  function begin(lane: Lane, job: Fetched): void {
    lane.running += 1;
    const work = carryOut(lane, job).finally(() => {
      lane.running -= 1;
      running.delete(work);
      lane.ready = true;
      void pump();
    });
    running.set(work, job);
  }

  async function turn(lane: Lane): Promise<void> {
    lane.ready = false;
    try {
      const job = await fetch(lane);
      if (job === undefined) return await rest(lane);
      lane.ready = true;
      if (stopping) await job.handBack();
      else begin(lane, job);
    } catch (error) {
      log.warn({ tenant: lane.tenant.slug, reason: codeOf(error) }, "a queue could not be read");
      lane.timer ??= setTimeout(() => wake(lane.tenant), limits.recheck);
    }
  }

  async function pump(): Promise<void> {
    again = true;
    if (pumping) return;
    pumping = true;
    while (again) {
      again = false;
      for (;;) {
        const lane = stopping || running.size >= limits.all ? undefined : nextLane();
        if (lane === undefined) break;
        await turn(lane);
      }
    }
    pumping = false;
  }

  /** Says that a tenant may have something to do. */
  function wake(tenant: WorkerTenant): void {
    if (stopping) return;
    let lane = lanes.get(tenant.id);
    if (lane === undefined) {
      lane = { tenant, queue: open(tenant, () => wake(tenant)), ready: true, running: 0, timer: undefined };
      lanes.set(tenant.id, lane);
    }
    clearTimeout(lane.timer);
    lane.timer = undefined;
    lane.ready = true;
    void pump();
  }

  return {
    wake,
    /** Tenants that have work, or had a moment ago. */
    open: (): number => lanes.size,
    /**
     * Fetches nothing more, lets the running jobs finish, and hands back those that take too long.
     *
     * @param graceMilliseconds how long they may take
     */
    async stop(graceMilliseconds: number): Promise<void> {
      stopping = true;
      for (const lane of lanes.values()) clearTimeout(lane.timer);
      const grace = setTimeout(() => aborted.abort(), graceMilliseconds);
      while (running.size > 0) await Promise.race(running.keys());
      clearTimeout(grace);
      await Promise.all([...lanes.values()].map(({ queue }) => queue.close()));
      lanes.clear();
    },
  };
}

export type Dispatcher = ReturnType<typeof createDispatcher>;
