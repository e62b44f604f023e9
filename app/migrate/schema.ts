import { appVersion } from "../shared/directory.ts";
import { UserError } from "../shared/errors.ts";
import { CORE, type Migration, type MigrationSet, modulesOf } from "./files.ts";
import { applyMigration, CREATE_LEDGER, readLedger } from "./ledger.ts";
import { type LedgerRow, planMigrations } from "./plan.ts";
import type { SchemaResult } from "./report.ts";
import { retry } from "./retry.ts";
import { ownerTransaction, type Session } from "./session.ts";

/** A tenant's schema and who uses it. */
export interface SchemaTarget {
  readonly tenantId: string;
  readonly slug: string;
  readonly schema: string;
  readonly role: string;
  readonly modules: readonly string[];
}

/**
 * Makes sure that the infrastructure has made what a migration needs.
 *
 * @throws UserError naming everything that is missing
 */
export async function requireSchemaAndRole(
  session: Session,
  { schema, role }: Pick<SchemaTarget, "schema" | "role">,
): Promise<void> {
  const { rows } = await session.query<{ owner: string | null; role: boolean }>(
    `select (select nspowner::regrole::text from pg_namespace where nspname = $1) as owner,
            exists (select from pg_roles where rolname = $2) as role`,
    [schema, role],
  );
  const problems: string[] = [];
  if (rows[0]?.owner == null) problems.push(`schema ${schema} is missing`);
  else if (rows[0].owner !== "chalan_ddl") problems.push(`schema ${schema} must be owned by chalan_ddl`);
  if (rows[0]?.role !== true) problems.push(`role ${role} is missing`);
  if (problems.length > 0) {
    throw new UserError(`${problems.join("; ")}. The infrastructure makes both: run \`pulumi up\``);
  }
}

/**
 * Gives the tenant's role what it needs in its schema, now and for tables of later migrations, and makes the ledger,
 * which the role may only read. May be repeated.
 */
export async function grantPrivileges(session: Session, { schema, role }: SchemaTarget): Promise<void> {
  const space = session.escapeIdentifier(schema);
  const user = session.escapeIdentifier(role);
  const later = `alter default privileges for role chalan_ddl in schema ${space}`;
  await retry(() =>
    ownerTransaction(session, schema, () =>
      session.query(
        `${CREATE_LEDGER};
         grant usage on schema ${space} to ${user};
         grant select, insert, update, delete on all tables in schema ${space} to ${user};
         grant usage, select on all sequences in schema ${space} to ${user};
         grant execute on all functions in schema ${space} to ${user};
         revoke all on _migrations from ${user};
         grant select on _migrations to ${user};
         ${later} grant select, insert, update, delete on tables to ${user};
         ${later} grant usage, select on sequences to ${user};
         ${later} grant execute on functions to ${user}`,
      ),
    ),
  );
}

/** Copies the ledger's state to public.tenant_schema_versions, in the caller's transaction. */
async function recordVersion(session: Session, { tenantId }: SchemaTarget): Promise<void> {
  await session.query(
    `insert into public.tenant_schema_versions (tenant_id, version, migrations, runner_version)
     select $1, coalesce(max(version) filter (where module = $2), 0), count(*), $3 from _migrations
     on conflict (tenant_id) do update
     set version = excluded.version, migrations = excluded.migrations,
         runner_version = excluded.runner_version, migrated_at = now()`,
    [tenantId, CORE, appVersion],
  );
}

interface Step {
  readonly module: string;
  readonly migration: Migration;
}

/** @throws UserError when a tenant is to have a module that this release does not know */
export function requireModules(modules: readonly string[], set: MigrationSet): void {
  const unknown = modules.filter((module) => !set.modules.has(module));
  if (unknown.length === 0) return;
  const known = [...set.modules.keys()].filter((module) => module !== CORE).join(", ");
  throw new UserError(`These modules are unknown: ${unknown.join(", ")}. Known are ${known}`);
}

/**
 * Plans all modules of one schema.
 *
 * @throws UserError when the ledger and this release's files tell different histories
 */
export function planSchema(target: SchemaTarget, ledger: readonly LedgerRow[], set: MigrationSet) {
  const steps: Step[] = [];
  const ahead: string[] = [];
  const problems: string[] = [];
  const applied = [...new Set(ledger.map(({ module }) => module))];
  for (const module of modulesOf(target.modules, applied)) {
    const rows = ledger.filter((row) => row.module === module);
    const plan = planMigrations(set.modules.get(module) ?? [], rows);
    steps.push(...plan.pending.map((migration) => ({ module, migration })));
    ahead.push(...plan.ahead.map((name) => `${module}/${name}`));
    problems.push(...plan.problems.map((problem) => `${module}/${problem}`));
  }
  if (problems.length > 0) throw new UserError(problems.join("; "));
  return { steps, ahead };
}

/**
 * Brings one tenant's schema up to date. The caller holds the tenant's lock and has granted the privileges.
 *
 * @throws UserError or PostgreSQL's error; files applied before it stay applied, and the next run goes on from there
 */
export async function migrateSchema(
  session: Session,
  target: SchemaTarget,
  set: MigrationSet,
): Promise<Pick<SchemaResult, "status" | "applied">> {
  const ledger = await ownerTransaction(session, target.schema, () => readLedger(session));
  const { steps, ahead } = planSchema(target, ledger, set);
  for (const { module, migration } of steps) {
    await applyMigration(session, target.schema, module, migration, () => recordVersion(session, target));
  }
  if (steps.length === 0) {
    await retry(() => ownerTransaction(session, target.schema, () => recordVersion(session, target)));
  }
  const applied = steps.map(({ module, migration }) => `${module}/${migration.name}`);
  if (applied.length > 0) return { status: "migrated", applied };
  return { status: ahead.length > 0 ? "ahead" : "current", applied };
}
