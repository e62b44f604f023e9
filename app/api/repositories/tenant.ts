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
  /** The owner's own logo; null: there is none. */
  readonly logoId: string | null;
  readonly logoMediaType: string | null;
  readonly logoSha256: string | null;
}

/** The path of the owner's logo, or null; `own` is the row of branding. */
export const LOGO_PATH = `'/api/tenant/logo?v=' || left(own.logo_sha256, 16)`;

// The owner's choice comes before the operator's.
const CURRENT: Statement = {
  name: "tenant_current",
  text: `select tenants.tenant_id as id, slug, state, plan, domain, modules, session_epoch as "sessionEpoch",
                coalesce(own.name, settings.name) as name, coalesce(own.locale, settings.locale) as locale,
                coalesce(own.time_zone, settings.time_zone) as "timeZone",
                coalesce(own.theme_color, settings.theme_color) as "themeColor",
                coalesce(${LOGO_PATH}, settings.logo) as logo, own.logo_id as "logoId",
                own.logo_media_type as "logoMediaType", own.logo_sha256 as "logoSha256"
         from public.tenants join public.tenant_settings settings using (tenant_id) cross join branding own`,
};

// Without the tenant's schema, which may not be there yet.
const REGISTERED: Statement = {
  name: "tenant_registered",
  text: "select tenant_id as id, slug, modules from public.tenants",
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
    /** Says that the tenant has changed. */
    forget(): void {
      cached = undefined;
    },
    /** What the registry says, whatever state the tenant's schema is in. */
    async registered(): Promise<Pick<TenantRow, "id" | "slug" | "modules"> | undefined> {
      return (await database.query<Pick<TenantRow, "id" | "slug" | "modules">>(REGISTERED, []))[0];
    },
    /** The migrations applied in the tenant's schema. */
    ledger(): Promise<{ module: string; version: number; checksum: string }[]> {
      return database.query(LEDGER, []);
    },
  };
}

export type TenantRepository = ReturnType<typeof tenantRepository>;
