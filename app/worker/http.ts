import { createServer, type Server } from "node:http";
import type { Beat } from "./heartbeat.ts";
import type { WorkerMetrics } from "./metrics.ts";

/** What the worker's routes look at. */
export interface WorkerHealth {
  readonly isDraining: () => boolean;
  readonly readBeat: () => Promise<Beat | undefined>;
  readonly metrics: Pick<WorkerMetrics, "text" | "contentType">;
}

async function readiness({ isDraining, readBeat }: WorkerHealth): Promise<[number, object]> {
  if (isDraining()) return [503, { status: "not ready", reasons: ["stopping"] }];
  try {
    const heartbeat = await readBeat();
    if (heartbeat === undefined) return [503, { status: "not ready", reasons: ["no heartbeat in redis"] }];
    return [200, { status: "ready", heartbeat }];
  } catch {
    return [503, { status: "not ready", reasons: ["redis is not reachable"] }];
  }
}

/** GET /healthz: the process answers. GET /readyz: its heartbeat lives in Redis. GET /metrics. A framework would be idle weight. */
export function workerServer(health: WorkerHealth): Server {
  const server = createServer(
    { requestTimeout: 5_000, keepAliveTimeout: 5_000 },
    async (request, response) => {
      const answer = (status: number, body: object) => {
        const connection = health.isDraining() ? { connection: "close" } : {};
        const headers = {
          "content-type": "application/json",
          "x-content-type-options": "nosniff",
          ...connection,
        };
        response.writeHead(status, headers).end(JSON.stringify(body));
      };
      if (request.method !== "GET") return answer(405, { status: "method not allowed" });
      if (request.url === "/healthz") return answer(200, { status: "ok" });
      if (request.url === "/readyz") return answer(...(await readiness(health)));
      if (request.url === "/metrics") {
        return response
          .writeHead(200, { "content-type": health.metrics.contentType })
          .end(await health.metrics.text());
      }
      return answer(404, { status: "not found" });
    },
  );
  return server;
}
