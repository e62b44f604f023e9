import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { logoVersion, publicTenant } from "../../shared/tenant.ts";
import type { MediaStore } from "../media.ts";
import { matches } from "../plugins/entity-tag.ts";
import { notFound } from "../problem.ts";
import type { TenantRepository } from "../repositories/tenant.ts";

/** GET /tenant: name and looks; GET /tenant/logo: the owner's picture. Both public. */
export function tenantRoutes(
  tenants: Pick<TenantRepository, "current">,
  media: Pick<MediaStore, "open">,
): FastifyPluginAsyncTypebox {
  const config = { public: true } as const;
  return async (app) => {
    app.get("/tenant", { schema: { response: { 200: publicTenant } }, config }, async () => {
      const row = await tenants.current();
      if (row === undefined) throw notFound("Tenant");
      return row;
    });
    app.get(
      "/tenant/logo",
      { schema: { querystring: logoVersion }, config },
      async ({ query: { v }, headers }, reply) => {
        const { logoId, logoMediaType, logoSha256 } = (await tenants.current()) ?? {};
        if (!logoId || !logoMediaType || !logoSha256) throw notFound("Logo");
        const tag = `W/"${logoSha256}"`;
        // Under its own address a picture never changes.
        const isVersioned = v !== undefined && logoSha256.startsWith(v);
        reply
          .header("etag", tag)
          .header("cache-control", isVersioned ? "public, max-age=31536000, immutable" : "public, no-cache");
        if (matches(headers["if-none-match"] ?? "", tag)) return reply.code(304).send();
        return reply.type(logoMediaType).send(await media.open(logoId));
      },
    );
  };
}
