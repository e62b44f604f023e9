import { migrationsDirectory } from "../shared/directory.ts";
import { migrateAll } from "./all.ts";
import { parseTenant, readMigrateEnvironment } from "./env.ts";
import { readMigrations } from "./files.ts";
import { migratePublic } from "./public.ts";
import { EXIT, explain, type SchemaResult, toReport } from "./report.ts";
import { openPool, withSession } from "./session.ts";
import { readStatus, statusTable } from "./status.ts";
import { migrateTenant } from "./tenant.ts";

const USAGE = `usage: migrate public | tenant | all | status [--json]
  public   bring schema public up to date
  tenant   bring one tenant up to date; the tenant is JSON in the variable TENANT
  all      public, then every registered tenant, 4 at a time
  status   which tenants are up to date; exit code 3 when one is not
Reads MIGRATOR_DATABASE_URL. Reports one line of JSON on stdout, progress on stderr.
Exit codes: 0 done, 1 something failed (see the report), 2 wrong usage or environment, 3 pending.`;

/** Schemas migrated at once: measured best on 2 cores (knowledge/tenancy.md 1.8). */
const CONNECTIONS = 4;

const note = (line: string) => process.stderr.write(`${line}\n`);
const answer = (line: string) => process.stdout.write(`${line}\n`);

function progress({ tenant, status, applied, milliseconds, error }: SchemaResult): void {
  const what = status === "failed" ? `failed: ${error}` : [status, ...applied].join(" ");
  note(`  · ${tenant}: ${what} (${(milliseconds / 1000).toFixed(1)} s)`);
}

/**
 * Runs one command of the migrator.
 *
 * @param words the command line after `migrate`
 * @returns the exit code
 * @throws UserError on a bad environment
 */
export async function runMigrate(words: readonly string[]): Promise<number> {
  const [command = "", ...options] = words;
  const json = command === "status" && options.length === 1 && options[0] === "--json";
  if (!["public", "tenant", "all", "status"].includes(command) || (options.length > 0 && !json)) {
    note(USAGE);
    return EXIT.usage;
  }
  const { MIGRATOR_DATABASE_URL, TENANT } = readMigrateEnvironment();
  const tenant = command === "tenant" ? parseTenant(TENANT) : undefined;
  const started = performance.now();
  const set = await readMigrations(migrationsDirectory);
  const pool = openPool(MIGRATOR_DATABASE_URL, CONNECTIONS);
  try {
    if (command === "status") {
      const tenants = await withSession(pool, (session) => readStatus(session, set));
      answer(json ? JSON.stringify(tenants) : statusTable(tenants));
      return tenants.some(({ status }) => status === "pending") ? EXIT.pending : EXIT.ok;
    }
    const one = (work: Parameters<typeof withSession<SchemaResult>>[1]) => withSession(pool, work);
    const results =
      command === "all"
        ? await migrateAll(pool, set, CONNECTIONS, progress)
        : [
            await one((session) =>
              tenant ? migrateTenant(session, tenant, set) : migratePublic(session, set),
            ),
          ];
    if (command !== "all") results.forEach(progress);
    const report = toReport(command, results, started);
    answer(JSON.stringify(report));
    return report.ok ? EXIT.ok : EXIT.failed;
  } catch (error) {
    // The database could not be reached or asked at all: there is no schema to report on.
    note(`migrate ${command}: ${explain(error)}`);
    return EXIT.failed;
  } finally {
    await pool.end();
  }
}
