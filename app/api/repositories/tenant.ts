import type { Database, Statement } from "../../shared/database.ts";
import type { PublicTenant } from "../../shared/tenant.ts";

/** The tenant's own registry row; row-level security leaves no other to be seen. */
export interface TenantRow extends PublicTenant {
  readonly id: string;
  readonly state: "provisioning" | "active" | "suspended" | "archived";
  readonly plan: "small" | "standard" | "large";
  readonly domain: string;
  /** Sessions that began under another number have ended. */
  readonly sessionEpoch: number;
}

const CURRENT: Statement = {
  name: "tenant_current",
  text: `select tenants.tenant_id as id, slug, state, plan, domain, modules,
                session_epoch as "sessionEpoch", settings.name, settings.locale,
                settings.time_zone as "timeZone", settings.theme_color as "themeColor", settings.logo
         from public.tenants join public.tenant_settings settings using (tenant_id)`,
};

const LEDGER: Statement = {
  name: "tenant_ledger",
  text: "select module, version, checksum from _migrations",
};

/** Long enough to spare the database, short enough that a suspension holds at once. */
const CACHE_MILLISECONDS = 5_000;

/**
 * @param database logs in as the tenant's role
 * @param now clock in milliseconds
 */
export function tenantRepository(database: Database, now: () => number = Date.now) {
  let cached: { readonly until: number; readonly row: Promise<TenantRow | undefined> } | undefined;
  return {
    /** Cached for 5 s; requests that come together share one query, and a failure is not kept. */
    current(): Promise<TenantRow | undefined> {
      if (cached !== undefined && now() < cached.until) return cached.row;
      const row = database.query<TenantRow>(CURRENT, []).then(([first]) => first);
      const entry = { until: now() + CACHE_MILLISECONDS, row };
      row.catch(() => {
        if (cached === entry) cached = undefined;
      });
      cached = entry;
      return row;
    },
    /** The migrations applied in the tenant's schema. */
    ledger(): Promise<{ module: string; version: number; checksum: string }[]> {
      return database.query(LEDGER, []);
    },
  };
}

export type TenantRepository = ReturnType<typeof tenantRepository>;
