import type { Server } from "node:http";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

// Not by `import`, which reads every property of the module: that of WebSocket loads undici, 1 MB of every tenant's process.
const { createServer } = process.getBuiltinModule("node:http");

/** Seconds: what a person feels at once, notices, and waits for. Few, for every tenant has all of them. */
const BUCKETS = [0.01, 0.05, 0.25, 1, 5];

/** About twenty series per process: the number of tenants multiplies them, so there are none per route or person. */
export interface Metrics {
  /** @param seconds from the request's arrival to the answer's end */
  observeRequest(status: number, seconds: number): void;
  countSignIn(outcome: "success" | "failure" | "blocked"): void;
  /** What Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Memory, processor and age of the process, read when they are asked for. */
export function addProcessMetrics(registers: Registry[]): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("process_resident_memory_bytes", "Memory in use", () => process.memoryUsage.rss());
  gauge("process_start_time_seconds", "Start, in seconds since 1970", () =>
    Math.round(performance.timeOrigin / 1000),
  );
  gauge("process_cpu_seconds_total", "Processor time used", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
}

/** @param labels on every series, such as the tenant */
export function createMetrics(labels: Readonly<Record<string, string>>): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  const registers = [registry];
  addProcessMetrics(registers);
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests answered, by the first digit of the status",
    labelNames: ["status"],
    registers,
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to its answer's end",
    buckets: BUCKETS,
    registers,
  });
  const signIns = new Counter({
    name: "sign_ins_total",
    help: "Attempts to sign in",
    labelNames: ["outcome"],
    registers,
  });
  // By the first digit: each looks its series up once.
  const answers = [0, 1, 2, 3, 4, 5].map((digit) => requests.labels({ status: `${digit}xx` }));
  return {
    observeRequest(status, seconds) {
      answers[Math.floor(status / 100)]?.inc();
      durations.observe(seconds);
    },
    countSignIn: (outcome) => signIns.inc({ outcome }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** GET /metrics, on a port of its own that nginx leads nobody to. */
export function metricsServer(metrics: Metrics): Server {
  return createServer({ requestTimeout: 5_000, keepAliveTimeout: 5_000 }, async (request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return response.writeHead(404).end();
    try {
      const text = await metrics.text();
      return response.writeHead(200, { "content-type": metrics.contentType }).end(text);
    } catch {
      return response.writeHead(500).end();
    }
  });
}
