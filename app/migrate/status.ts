import { UserError } from "../shared/errors.ts";
import { sqlState } from "../shared/sql-state.ts";
import { isCurrent } from "./all.ts";
import type { MigrationSet } from "./files.ts";
import { readFingerprints } from "./registry.ts";
import { ownerTransaction, type Session } from "./session.ts";

/** One line of `migrate status`. */
export interface TenantStatus {
  readonly tenant: string;
  readonly schema: string;
  readonly state: string;
  /** Number of the newest core migration, as recorded by the last run; null before the first. */
  readonly version: number | null;
  readonly migratedAt: string | null;
  /** `pending`: differs from this release's files, in either direction; `migrate all` does it or says why not. */
  readonly status: "current" | "pending" | "archived";
}

interface StatusRow extends Omit<TenantStatus, "status"> {
  readonly modules: string[];
}

/**
 * Reads which tenants are on this release's migrations.
 *
 * @throws UserError when public was never migrated
 */
export async function readStatus(session: Session, set: MigrationSet): Promise<TenantStatus[]> {
  try {
    const { rows } = await ownerTransaction(session, "public", () =>
      session.query<StatusRow>(
        `select slug as tenant, schema_name as schema, state, modules, version,
                to_char(migrated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "migratedAt"
         from tenants left join tenant_schema_versions using (tenant_id) order by slug`,
      ),
    );
    const fingerprints = await readFingerprints(session);
    return rows.map(({ modules, ...row }) => {
      const current = isCurrent({ modules }, fingerprints.get(row.schema) ?? new Map(), set);
      return { ...row, status: row.state === "archived" ? "archived" : current ? "current" : "pending" };
    });
  } catch (error) {
    if (sqlState(error) !== "42P01" && sqlState(error) !== "42883") throw error;
    throw new UserError("Schema public has not been migrated: run `migrate public` first");
  }
}

/** @returns the status as a table for people */
export function statusTable(tenants: readonly TenantStatus[]): string {
  const head = ["tenant", "state", "schema", "version", "migrated at", "status"];
  const body = tenants.map(({ tenant, state, schema, version, migratedAt, status }) => [
    tenant,
    state,
    schema,
    String(version ?? "-"),
    migratedAt ?? "-",
    status,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [head, ...body].map(line).join("\n");
}
