import {
  type MigrateEnvironment,
  migrateEnvironment,
  type TenantDocument,
  tenantDocument,
} from "../contract.ts";
import { parseOrExplain } from "../shared/environment.ts";
import { UserError } from "../shared/errors.ts";

/** Reads the migrator's environment. @throws UserError listing every bad variable, never a value */
export function readMigrateEnvironment(source: NodeJS.ProcessEnv = process.env): MigrateEnvironment {
  return parseOrExplain(migrateEnvironment, source, "The environment of `migrate`");
}

/**
 * Parses the tenant of `migrate tenant`.
 *
 * @param json the variable TENANT
 * @returns the tenant, its modules sorted and without repeats
 * @throws UserError when it is missing, not JSON, or breaks a rule (every problem at once)
 */
export function parseTenant(json: string | undefined): TenantDocument {
  if (json === undefined)
    throw new UserError("TENANT is missing: give the tenant as JSON in the variable TENANT");
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw new UserError("TENANT must be valid JSON");
  }
  const tenant = parseOrExplain(tenantDocument, document, "The tenant in TENANT");
  return { ...tenant, modules: [...new Set(tenant.modules)].sort() };
}
