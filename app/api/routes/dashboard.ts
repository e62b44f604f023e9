import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { auditPage, auditQuery } from "../../shared/audit.ts";
import { dashboard } from "../../shared/dashboard.ts";
import { DESK, MANAGERS } from "../../shared/roles.ts";
import { settings, settingsUpdate } from "../../shared/settings.ts";
import { conflict, invalid } from "../problem.ts";
import type { AuditRepository } from "../repositories/audit.ts";
import type { DashboardRepository } from "../repositories/dashboard.ts";
import type { SettingsRepository } from "../repositories/settings.ts";

/** What the dashboard depends on beyond the tables. */
interface Circumstances {
  readonly timeZone: string;
  /** Whether the module `crews` is on. */
  readonly withCrews: boolean;
}

/** /dashboard: the business at a glance. @param circumstances the tenant's, at the moment */
export function dashboardRoutes(
  repository: DashboardRepository,
  circumstances: () => Promise<Circumstances>,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get("/dashboard", { schema: { response: { 200: dashboard } }, config: { roles: DESK } }, async () => {
      const { timeZone, withCrews } = await circumstances();
      return repository.read(timeZone, withCrews);
    });
  };
}

/** /audit: who changed what. */
export function auditRoutes(audit: AuditRepository): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/audit",
      { schema: { querystring: auditQuery, response: { 200: auditPage } }, config: { roles: MANAGERS } },
      ({ query }) => audit.list(query),
    );
  };
}

/** /settings: how the tenant works. */
export function settingsRoutes(repository: SettingsRepository): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get("/settings", { schema: { response: { 200: settings } }, config: { roles: DESK } }, () =>
      repository.read(),
    );
    app.put(
      "/settings",
      { schema: { body: settingsUpdate, response: { 200: settings } }, config: { roles: MANAGERS } },
      async ({ body, identity }) => {
        if (body.workdayEnds <= body.workdayStarts)
          throw invalid("body/workdayEnds", "must be later than the beginning");
        const updated = await repository.update(identity.userId, body);
        if (updated !== undefined) return updated;
        throw conflict(body.version, await repository.read());
      },
    );
  };
}
