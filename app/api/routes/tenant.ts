import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { publicTenant } from "../../shared/tenant.ts";
import { notFound } from "../problem.ts";
import type { tenantRepository } from "../repositories/tenant.ts";

/** GET /tenant: name and looks, public. */
export function tenantRoutes(tenants: ReturnType<typeof tenantRepository>): FastifyPluginAsyncTypebox {
  return async (app) => {
    const options = { schema: { response: { 200: publicTenant } }, config: { public: true } } as const;
    app.get("/tenant", options, async () => {
      const row = await tenants.current();
      if (row === undefined) throw notFound("Tenant");
      return row;
    });
  };
}
