import type { TenantDocument } from "../contract.ts";
import { UserError } from "../shared/errors.ts";
import { sqlState } from "../shared/sql-state.ts";
import { retry } from "./retry.ts";
import type { SchemaTarget } from "./schema.ts";
import { ownerTransaction, type Session } from "./session.ts";

/**
 * Writes the tenant's rows in public. A tenant that is new stays `provisioning` until `activate`, so that nobody
 * serves it before its schema is there; a known one changes its state at once, so that a suspension holds even
 * when a migration fails.
 *
 * @throws UserError when its slug, schema or role belongs to another tenant
 */
export async function register(session: Session, tenant: TenantDocument): Promise<void> {
  const { settings } = tenant;
  // An archived tenant is never served, so it needs no provisioning.
  const first = tenant.state === "archived" ? "archived" : "provisioning";
  const write = async () => {
    await session.query(
      `insert into tenants as old (tenant_id, slug, name, schema_name, db_role, domain, state, plan, modules)
       values ($1, $2, $3, $4, $5, $6, $10, $8, $9)
       on conflict (tenant_id) do update
       set slug = excluded.slug, name = excluded.name, schema_name = excluded.schema_name, db_role = excluded.db_role,
           domain = excluded.domain, plan = excluded.plan, modules = excluded.modules, updated_at = now(),
           state = case when old.state = 'provisioning' then excluded.state else $7 end`,
      [
        tenant.id,
        tenant.slug,
        tenant.name,
        tenant.schema,
        tenant.role,
        tenant.domain,
        tenant.state,
        tenant.plan,
        tenant.modules,
        first,
      ],
    );
    await session.query(
      `insert into tenant_settings (tenant_id, name, locale, time_zone, theme_color, logo)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id) do update
       set name = excluded.name, locale = excluded.locale, time_zone = excluded.time_zone,
           theme_color = excluded.theme_color, logo = excluded.logo, updated_at = now()`,
      [
        tenant.id,
        settings.name,
        settings.locale,
        settings.timeZone,
        settings.themeColor,
        settings.logo ?? null,
      ],
    );
    await session.query(
      "update tenant_subscriptions set valid_to = now() where tenant_id = $1 and valid_to is null and plan <> $2",
      [tenant.id, tenant.plan],
    );
    await session.query(
      `insert into tenant_subscriptions (tenant_id, plan) select $1, $2
       where not exists (select from tenant_subscriptions where tenant_id = $1 and valid_to is null)`,
      [tenant.id, tenant.plan],
    );
  };
  try {
    await retry(() => ownerTransaction(session, "public", write));
  } catch (error) {
    if (sqlState(error) === "42P01") {
      throw new UserError("Schema public has not been migrated: run `migrate public` first");
    }
    if (sqlState(error) !== "23505") throw error;
    throw new UserError(
      `Tenant ${tenant.id}: its slug ${tenant.slug}, schema ${tenant.schema} or role ${tenant.role} already belongs to ` +
        "another tenant id. A tenant's id is for ever: restore the old id in the tenant file",
    );
  }
}

/** Ends the provisioning of a tenant whose schema is complete. */
export async function activate(session: Session, tenant: TenantDocument): Promise<void> {
  await retry(() =>
    ownerTransaction(session, "public", () =>
      session.query(
        "update tenants set state = $2, updated_at = now() where tenant_id = $1 and state <> $2",
        [tenant.id, tenant.state],
      ),
    ),
  );
}

/** @returns all registered tenants that have a living schema, by slug */
export async function listTargets(session: Session): Promise<SchemaTarget[]> {
  const { rows } = await ownerTransaction(session, "public", () =>
    session.query<SchemaTarget>(
      `select tenant_id as "tenantId", slug, schema_name as schema, db_role as role, modules
       from tenants where state <> 'archived' order by slug`,
    ),
  );
  return rows;
}

/** @returns per schema and module the fingerprint of what is applied, read from the schemas' own ledgers at once */
export async function readFingerprints(session: Session): Promise<Map<string, Map<string, string>>> {
  const { rows } = await ownerTransaction(session, "public", () =>
    session.query<{ schema: string; module: string; fingerprint: string }>(
      "select schema_name as schema, module, fingerprint from tenant_ledgers()",
    ),
  );
  const schemas = new Map<string, Map<string, string>>();
  for (const { schema, module, fingerprint } of rows) {
    const modules = schemas.get(schema) ?? new Map<string, string>();
    schemas.set(schema, modules.set(module, fingerprint));
  }
  return schemas;
}
