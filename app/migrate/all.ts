import type pg from "pg";
import { type MigrationSet, modulesOf } from "./files.ts";
import { fingerprint } from "./fingerprint.ts";
import { migratePublic } from "./public.ts";
import { listTargets, readFingerprints } from "./registry.ts";
import { asResult, type SchemaResult } from "./report.ts";
import { migrateSchema, type SchemaTarget } from "./schema.ts";
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
      const { slug, schema } = target;
      if (isCurrent(target, fingerprints.get(schema) ?? new Map(), set)) {
        results.push({ tenant: slug, schema, status: "current", applied: [], milliseconds: 0 });
        continue;
      }
      const result = await asResult(slug, schema, () =>
        withSession(pool, (session) =>
          withTenantLock(session, schema, () => migrateSchema(session, target, set)),
        ),
      );
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return results;
}
