import type { TenantDocument } from "../contract.ts";
import type { MigrationSet } from "./files.ts";
import { activate, register } from "./registry.ts";
import { asResult, type SchemaResult } from "./report.ts";
import { grantPrivileges, migrateSchema, requireModules, requireSchemaAndRole } from "./schema.ts";
import { type Session, withTenantLock } from "./session.ts";

/**
 * `migrate tenant`: registry rows, privileges and migrations of one tenant. May be repeated at any time, and run
 * beside other tenants' runs. An archived tenant is only written to the registry: its schema is left as it is and
 * catches up when it comes back.
 *
 * @returns what was done; a failure is a result, not an exception
 */
export function migrateTenant(
  session: Session,
  tenant: TenantDocument,
  set: MigrationSet,
): Promise<SchemaResult> {
  const { id: tenantId, slug, schema, role, modules } = tenant;
  return asResult(slug, schema, () =>
    withTenantLock(session, schema, async () => {
      if (tenant.state === "archived") {
        await register(session, tenant);
        return { status: "archived", applied: [] };
      }
      requireModules(modules, set);
      await requireSchemaAndRole(session, tenant);
      await register(session, tenant);
      const target = { tenantId, slug, schema, role, modules };
      await grantPrivileges(session, target);
      const result = await migrateSchema(session, target, set);
      await activate(session, tenant);
      return result;
    }),
  );
}
