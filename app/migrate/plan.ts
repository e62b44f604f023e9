import type { Migration } from "./files.ts";

/** One row of a `_migrations` ledger. */
export interface LedgerRow {
  readonly module: string;
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** What to do with one module of one schema. */
export interface Plan {
  readonly pending: readonly Migration[];
  /** Applied by a newer release than this one, and unknown here. */
  readonly ahead: readonly string[];
  /** Reasons why nothing may be applied. */
  readonly problems: readonly string[];
}

/**
 * Compares files with a ledger.
 *
 * A ledger that is merely *ahead* is no problem as long as nothing is pending: an older release that is started
 * again (a rollback) must still run, and migrations are written so that the previous release works with them
 * (expand, then contract). Anything that shows two different histories is refused.
 *
 * @param known this release's migrations, in order
 * @param applied the ledger's rows of the same module
 */
export function planMigrations(
  known: readonly Migration[],
  applied: readonly Omit<LedgerRow, "module">[],
): Plan {
  const problems: string[] = [];
  const ahead: string[] = [];
  const files = new Map(known.map((migration) => [migration.version, migration]));
  const newestKnown = known.at(-1)?.version ?? 0;
  const newestApplied = Math.max(0, ...applied.map(({ version }) => version));
  for (const row of [...applied].sort((a, b) => a.version - b.version)) {
    const file = files.get(row.version);
    if (file === undefined && row.version > newestKnown) ahead.push(row.name);
    else if (file === undefined) problems.push(`${row.name} is applied, but this release has no such file`);
    else if (file.name !== row.name) problems.push(`${row.name} is applied under the number of ${file.name}`);
    else if (file.checksum !== row.checksum) {
      problems.push(`${row.name} was changed after it was applied: restore it, put the change in a new file`);
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  const pending = known.filter(({ version }) => !done.has(version));
  for (const { name, version } of pending) {
    if (version < newestApplied) problems.push(`${name} is not applied, but a later migration is`);
  }
  return { pending: problems.length > 0 ? [] : pending, ahead, problems };
}
