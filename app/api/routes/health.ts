import type { FastifyInstance } from "fastify";
import type { Dependencies } from "../dependencies.ts";
import { reasonsAgainst } from "../readiness.ts";
import type { tenantRepository } from "../repositories/tenant.ts";

export const HEALTH_ROUTES: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** GET /healthz: the process answers. GET /readyz: it may get traffic, or why not. */
export function healthRoutes(
  app: FastifyInstance,
  dependencies: Dependencies,
  tenants: ReturnType<typeof tenantRepository>,
): void {
  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    const reasons = await reasonsAgainst(dependencies, tenants);
    if (reasons.length === 0) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", reasons });
  });
}
