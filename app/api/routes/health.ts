import type { FastifyInstance } from "fastify";
import type { Dependencies } from "../dependencies.ts";
import { reasonsAgainst } from "../readiness.ts";
import type { tenantRepository } from "../repositories/tenant.ts";

/** For health checks, which come every few seconds: only failures are worth a line in the log. */
export function healthRoutes(
  app: FastifyInstance,
  dependencies: Dependencies,
  tenants: ReturnType<typeof tenantRepository>,
): void {
  app.get("/healthz", { logLevel: "warn" }, async () => ({ status: "ok" }));

  app.get("/readyz", { logLevel: "warn" }, async (_request, reply) => {
    const reasons = await reasonsAgainst(dependencies, tenants);
    if (reasons.length === 0) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", reasons });
  });
}
