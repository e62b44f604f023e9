import type { Database, Query, Statement } from "../shared/database.ts";
import { JOBS, type JobKind, type JobPayload } from "../shared/jobs.ts";
import type { Logger } from "../shared/log.ts";
import { sqlState } from "../shared/sql-state.ts";
import { isKind, limitsOf, MAXIMUM_AGE_SECONDS } from "./limits.ts";
import type { WorkerMetrics } from "./metrics.ts";
import { type Claimed, tenantOutbox } from "./outbox.ts";
import type { WorkerTenant } from "./tenants.ts";

/** What a job gets to work with. */
export interface JobContext<Kind extends JobKind> {
  readonly id: string;
  readonly payload: JobPayload<Kind>;
  readonly tenant: WorkerTenant;
  /** With the tenant's rights, in the transaction that also says that the job is done. */
  readonly query: Query;
  /** The person who asked for it; null: nobody in particular. */
  readonly createdBy: string | null;
  /** Aborted when the process has to stop. */
  readonly signal: AbortSignal;
}

/** Does a job. @returns what is kept of it, beside what it has written */
export type JobHandler<Kind extends JobKind> = (context: JobContext<Kind>) => Promise<object | undefined>;
export type JobHandlers = { readonly [Kind in JobKind]: JobHandler<Kind> };

/** What becomes of a job in the queue. */
export type Outcome = "done" | "dropped" | "retry" | "hand-back";

const STATE: Statement = {
  name: "worker_tenant_state",
  text: "select state from public.tenants where tenant_id = $1",
};

/** @returns the error's code, which names nobody; what it says may quote an address */
export function codeOf(error: unknown): string {
  const code = sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
  return /^[\w-]{1,100}$/.test(code) ? code : "unknown";
}

export interface RunnerDependencies {
  readonly database: Database;
  readonly handlers: JobHandlers;
  readonly metrics: Pick<WorkerMetrics, "observeJob">;
  readonly log: Logger;
}

/** Carries out one job of one tenant: counts the attempt, does the work with the tenant's rights, and says what has become of it. */
export function createRunner({ database, handlers, metrics, log }: RunnerDependencies) {
  function handle(query: Query, claimed: Claimed, tenant: WorkerTenant, signal: AbortSignal) {
    const { id, kind, createdBy } = claimed;
    if (!isKind(kind))
      throw Object.assign(new Error("this release does not know the kind"), { code: "unknown-kind" });
    const payload = JOBS[kind].parse(claimed.payload);
    // The payload has been parsed by the schema of this very kind, which TypeScript cannot follow through the table.
    const handler = handlers[kind] as JobHandler<JobKind>;
    return handler({ id, payload, tenant, query, createdBy, signal });
  }

  return async function run(tenant: WorkerTenant, id: string, signal: AbortSignal): Promise<Outcome> {
    const outbox = tenantOutbox(database, tenant);
    // A suspended tenant's jobs stay in its outbox, and run when it is active again.
    const [row] = await database.query<{ state: string }>(STATE, [tenant.id]);
    if (row?.state !== "active") return "dropped";
    const attempt = await outbox.start(id);
    if (attempt === undefined) return "dropped";
    const { kind, attempts, ageSeconds } = attempt;
    const started = performance.now();
    const report = (outcome: "done" | "failed" | "dead", failure?: string) => {
      const seconds = (performance.now() - started) / 1000;
      metrics.observeJob(tenant.slug, kind, outcome, seconds);
      const words = {
        tenant: tenant.slug,
        job: id,
        kind,
        attempt: attempts,
        seconds,
        ...(failure && { failure }),
      };
      if (outcome === "done") log.info(words, "job done");
      else log.warn(words, outcome === "dead" ? "job given up" : "job failed");
    };
    const limit = limitsOf(kind).attempts;
    if (ageSeconds > MAXIMUM_AGE_SECONDS || attempts > limit) {
      const failure = attempts > limit ? "killed-the-worker" : "too-old";
      await outbox.bury(id, failure);
      report("dead", failure);
      return "dropped";
    }
    try {
      const mine = await outbox.perform(id, (query, claimed) => handle(query, claimed, tenant, signal));
      if (!mine) return "retry";
      report("done");
      return "done";
    } catch (error) {
      if (signal.aborted) {
        await outbox.giveBack(id);
        return "hand-back";
      }
      const failure = codeOf(error);
      const dead = attempts >= limit;
      await (dead ? outbox.bury(id, failure) : outbox.fail(id, failure));
      report(dead ? "dead" : "failed", failure);
      return dead ? "dropped" : "retry";
    }
  };
}

export type Run = ReturnType<typeof createRunner>;
