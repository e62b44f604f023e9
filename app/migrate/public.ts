import { UserError } from "../shared/errors.ts";
import type { MigrationSet } from "./files.ts";
import { applyMigration, CREATE_LEDGER, readLedger } from "./ledger.ts";
import { planMigrations } from "./plan.ts";
import { asResult, type SchemaResult } from "./report.ts";
import { retry } from "./retry.ts";
import { ownerTransaction, type Session, withPublicLock } from "./session.ts";

/** Roles that migrations and grants name; the infrastructure makes them. */
const ROLES = ["chalan_ddl", "tenant_app", "chalan_worker"];

async function requireRoles(session: Session): Promise<void> {
  const { rows } = await session.query<{ role: string }>(
    "select role from unnest($1::text[]) role where not exists (select from pg_roles where rolname = role)",
    [ROLES],
  );
  if (rows.length === 0) return;
  const missing = rows.map(({ role }) => role).join(", ");
  throw new UserError(
    `These roles are missing: ${missing}. The infrastructure makes them: run \`pulumi up\``,
  );
}

/**
 * Brings schema public up to date and sets its privileges. Keeps every other run out meanwhile.
 *
 * @returns what was done; a failure is a result, not an exception
 */
export function migratePublic(
  session: Session,
  { public: known, publicGrants }: MigrationSet,
): Promise<SchemaResult> {
  return asResult("public", "public", async () => {
    await requireRoles(session);
    return withPublicLock(session, async () => {
      const ledger = await ownerTransaction(session, "public", async () => {
        await session.query(CREATE_LEDGER);
        return readLedger(session);
      });
      const { pending, ahead, problems } = planMigrations(known, ledger);
      if (problems.length > 0) throw new UserError(problems.join("; "));
      // A newer release's privileges stay as they are.
      if (ahead.length > 0) return { status: "ahead", applied: [] };
      for (const migration of pending) await applyMigration(session, "public", "public", migration);
      await retry(() => ownerTransaction(session, "public", () => session.query(publicGrants)));
      const applied = pending.map(({ name }) => `public/${name}`);
      return { status: applied.length > 0 ? "migrated" : "current", applied };
    });
  });
}
