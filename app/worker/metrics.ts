import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { addProcessMetrics } from "../shared/metrics.ts";

/** Seconds: a mail, an export, a long import, and what is close to its time limit. */
const BUCKETS = [0.05, 0.25, 1, 5, 20];

/** How much one tenant has waiting. */
export interface Backlog {
  readonly tenant: string;
  readonly waiting: number;
  readonly dead: number;
  /** Seconds that the oldest has waited; 0 when nothing does. */
  readonly oldestSeconds: number;
}

/** What Prometheus reads of the worker. A tenant is a label where an operator has to know whose it is, and nobody's name is one. */
export interface WorkerMetrics {
  observeJob(tenant: string, kind: string, outcome: "done" | "failed" | "dead", seconds: number): void;
  /** Replaces what is known of all tenants. */
  setBacklogs(backlogs: readonly Backlog[]): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** @param openQueues how many tenants have work at the moment */
export function createWorkerMetrics(openQueues: () => number): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  addProcessMetrics(registers);
  const durations = new Histogram({
    name: "job_duration_seconds",
    help: "Time that an attempt took",
    labelNames: ["kind"],
    buckets: BUCKETS,
    registers,
  });
  const attempts = new Counter({
    name: "job_attempts_total",
    help: "Attempts by what became of them; dead: given up",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const failures = new Counter({
    name: "job_failures_total",
    help: "Attempts that failed, by tenant",
    labelNames: ["tenant", "kind"],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ["tenant"], registers });
  const waiting = gauge("jobs_waiting", "Jobs that are asked for and not done");
  const oldest = gauge("jobs_oldest_age_seconds", "How long the oldest of them has waited");
  const dead = gauge("jobs_dead", "Jobs that were given up");
  new Gauge({
    name: "job_queues_open",
    help: "Tenants that have work at the moment",
    registers,
    collect() {
      this.set(openQueues());
    },
  });
  return {
    observeJob(tenant, kind, outcome, seconds) {
      durations.observe({ kind }, seconds);
      attempts.inc({ kind, outcome });
      if (outcome !== "done") failures.inc({ tenant, kind });
    },
    setBacklogs(backlogs) {
      for (const one of [waiting, oldest, dead]) one.reset();
      for (const { tenant, ...backlog } of backlogs) {
        waiting.set({ tenant }, backlog.waiting);
        oldest.set({ tenant }, backlog.oldestSeconds);
        dead.set({ tenant }, backlog.dead);
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
