import { appVersion } from "../shared/directory.ts";
import type { Migration } from "./files.ts";
import type { LedgerRow } from "./plan.ts";
import { retry } from "./retry.ts";
import { ownerTransaction, type Session } from "./session.ts";

/** The ledger lies inside the schema it describes, so it travels with the schema's dump. */
export const CREATE_LEDGER = `
  create table if not exists _migrations (
    module         text not null,
    version        integer not null check (version > 0),
    name           text not null,
    checksum       text not null check (checksum ~ '^[0-9a-f]{64}$'),
    applied_at     timestamptz not null default now(),
    milliseconds   integer not null,
    runner_version text not null,
    primary key (module, version)
  )`;

/** Reads the ledger on the search path; the caller's transaction has made sure that there is one. */
export async function readLedger(session: Session): Promise<LedgerRow[]> {
  const { rows } = await session.query<LedgerRow>(
    "select module, version, name, checksum from _migrations order by module, version",
  );
  return rows;
}

/**
 * Applies one file and records it, in one transaction: either both happened or neither.
 * Waiting for a lock is cut short and repeated, so that the app's queries are never queued behind it for long.
 *
 * @param schema where; also the only schema on the search path
 * @param recordVersion called in the same transaction, after the ledger's row
 */
export function applyMigration(
  session: Session,
  schema: string,
  module: string,
  migration: Migration,
  recordVersion: () => Promise<void> = async () => {},
): Promise<void> {
  return retry(() =>
    ownerTransaction(session, schema, async () => {
      const started = performance.now();
      await session.query(migration.sql);
      const milliseconds = Math.round(performance.now() - started);
      await session.query(
        `insert into _migrations (module, version, name, checksum, milliseconds, runner_version)
         values ($1, $2, $3, $4, $5, $6)`,
        [module, migration.version, migration.name, migration.checksum, milliseconds, appVersion],
      );
      await recordVersion();
    }),
  );
}
