import type pg from "pg";
import { type MigrationSet, modulesOf } from "./files.ts";
import { fingerprint } from "./fingerprint.ts";
import { migratePublic } from "./public.ts";
import { listTargets, readFingerprints } from "./registry.ts";
import { asResult, type SchemaResult } from "./report.ts";
import { grantPrivileges, migrateSchema, requireSchemaAndRole, type SchemaTarget } from "./schema.ts";
import { withSession, withTenantLock } from "./session.ts";

/** @returns whether a schema has exactly this release's migrations of all its modules */
export function isCurrent(
  target: Pick<SchemaTarget, "modules">,
  applied: ReadonlyMap<string, string>,
  set: MigrationSet,
): boolean {
  return modulesOf(target.modules, [...applied.keys()]).every((module) => {
    const known = set.modules.get(module);
    return known !== undefined && applied.get(module) === fingerprint(known);
  });
}

/**
 * Default privileges cover what migrations add, so only a schema that has no ledger yet needs grants here
 * (`migrate tenant` renews them each time); that is two thirds of the work on a thousand schemas.
 */
function migrateOne(
  pool: pg.Pool,
  target: SchemaTarget,
  set: MigrationSet,
  isNew: boolean,
): Promise<SchemaResult> {
  return asResult(target.slug, target.schema, () =>
    withSession(pool, (session) =>
      withTenantLock(session, target.schema, async () => {
        if (isNew) {
          await requireSchemaAndRole(session, target);
          await grantPrivileges(session, target);
        }
        return migrateSchema(session, target, set);
      }),
    ),
  );
}

/**
 * `migrate all`: public first, then every tenant, `connections` at a time. One query tells which schemas have
 * something to do. Goes on past a tenant that fails; a failure of public ends the run, for tenants build on it.
 *
 * @param connections how many schemas are migrated at once (4: measured best on 2 cores, knowledge/tenancy.md 1.8)
 * @param onResult called after each schema, for progress
 */
export async function migrateAll(
  pool: pg.Pool,
  set: MigrationSet,
  connections: number,
  onResult: (result: SchemaResult) => void = () => {},
): Promise<SchemaResult[]> {
  const publicResult = await withSession(pool, (session) => migratePublic(session, set));
  onResult(publicResult);
  if (publicResult.status === "failed") return [publicResult];
  const [targets, fingerprints] = await withSession(pool, async (session) => [
    await listTargets(session),
    await readFingerprints(session),
  ]);
  const results: SchemaResult[] = [publicResult];
  const queue = targets.values();
  const lane = async () => {
    for (const target of queue) {
      const applied = fingerprints.get(target.schema);
      if (applied !== undefined && isCurrent(target, applied, set)) {
        results.push({
          tenant: target.slug,
          schema: target.schema,
          status: "current",
          applied: [],
          milliseconds: 0,
        });
        continue;
      }
      const result = await migrateOne(pool, target, set, applied === undefined);
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return results;
}
