import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  type Branding,
  branding,
  brandingUpdate,
  logoQuery,
  MAXIMUM_LOGO_BYTES,
} from "../../shared/branding.ts";
import { LOGO_MEDIA_TYPES } from "../../shared/logo-types.ts";
import { DESK, OWNERS } from "../../shared/roles.ts";
import type { MediaStore } from "../media.ts";
import { conflict, invalid } from "../problem.ts";
import type { BrandingRepository } from "../repositories/branding.ts";
import type { TenantRepository } from "../repositories/tenant.ts";
import { fileOf, takeFiles } from "./file-body.ts";

/** The front's own list counts too, or it would show no time at all. @throws ProblemError */
function requireZone(timeZone: string | null): void {
  if (timeZone === null) return;
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw invalid("body/timeZone", "must be a time zone such as America/Phoenix");
  }
}

/**
 * /branding: the tenant's name and looks, for its owner to choose. The logo's body is the picture itself. Other
 * processes of the tenant follow within 5 s. A picture that is no longer used is swept away later (api/media-sweep.ts).
 */
export function brandingRoutes(
  repository: BrandingRepository,
  tenants: Pick<TenantRepository, "forget">,
  media: MediaStore,
): FastifyPluginAsyncTypebox {
  const read = { roles: DESK };
  const write = { roles: OWNERS };
  const response = { 200: branding };

  /** @throws ProblemError 409 with the current branding, where the version was another one */
  async function changed(version: number, updated: Branding | undefined): Promise<Branding> {
    if (updated === undefined) throw conflict(version, await repository.read());
    tenants.forget();
    return updated;
  }

  return async (app) => {
    app.get("/branding", { schema: { response }, config: read }, () => repository.read());
    app.put(
      "/branding",
      { schema: { body: brandingUpdate, response }, config: write },
      async ({ body, identity }) => {
        requireZone(body.timeZone);
        return changed(body.version, await repository.update(identity.userId, body));
      },
    );
    app.delete(
      "/branding/logo",
      { schema: { querystring: logoQuery, response }, config: write },
      async ({ query: { version }, identity }) =>
        changed(version, await repository.setLogo(identity.userId, version, null)),
    );
    await app.register(async (files) => {
      takeFiles(files);
      files.put<{ Querystring: { version: number } }>(
        "/branding/logo",
        { schema: { querystring: logoQuery, response }, config: write },
        async ({ query: { version }, body, raw, identity }) => {
          const limits = { maximumBytes: MAXIMUM_LOGO_BYTES, mediaTypes: LOGO_MEDIA_TYPES };
          const file = await media.save(fileOf({ body, raw }), limits);
          try {
            return await changed(version, await repository.setLogo(identity.userId, version, file));
          } catch (error) {
            await media.discard(file.id);
            throw error;
          }
        },
      );
    });
  };
}
