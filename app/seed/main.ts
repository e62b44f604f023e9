import { tenantRepository } from "../api/repositories/tenant.ts";
import { seedEnvironment } from "../contract.ts";
import { openDatabase } from "../shared/database.ts";
import { isDate } from "../shared/date.ts";
import { parseOrExplain } from "../shared/environment.ts";
import { UserError } from "../shared/errors.ts";
import { createLogger } from "../shared/log.ts";
import { plant } from "./plant.ts";

const USAGE = `usage: seed [--until YYYY-MM-DD]
Fills the tenant of this environment with two years of made-up business up to that day (today by default), and makes
one user per role. The environment is the one of \`api\`; SEED_PASSWORD is the users' password.
Changes nothing where there are contracts already. Never for prod.`;

/** For `local` only, where nobody else can reach the application. */
const LOCAL_PASSWORD = "chalan-development";

function parseUntil(words: readonly string[]): string {
  if (words.length === 0) return new Date().toISOString().slice(0, 10);
  const [option, day = ""] = words;
  if (words.length !== 2 || option !== "--until" || !isDate(day)) throw new UserError(USAGE);
  return day;
}

/**
 * `seed`: made-up data for development and QA.
 *
 * @returns exit code 0: done, or there was data already
 * @throws UserError in prod, on wrong usage or a bad environment
 */
export async function runSeed(
  words: readonly string[],
  source: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const environment = parseOrExplain(seedEnvironment, source, "The environment of `seed`");
  if (environment.ENVIRONMENT === "prod") {
    throw new UserError("`seed` makes up data: it never runs with ENVIRONMENT=prod. Use a stack of its own");
  }
  const until = parseUntil(words);
  const password =
    environment.SEED_PASSWORD ?? (environment.ENVIRONMENT === "local" ? LOCAL_PASSWORD : undefined);
  if (password === undefined) {
    throw new UserError("SEED_PASSWORD is missing: outside `local`, give the users a password of their own");
  }
  const log = createLogger(environment.LOG_LEVEL, { process: "seed", tenant: environment.TENANT_SLUG });
  const database = openDatabase(environment.DATABASE_URL, 1, "seed", log);
  try {
    const tenant = await tenantRepository(database).current();
    if (tenant === undefined) throw new UserError("The tenant is not registered: run `migrate tenant` first");
    const started = performance.now();
    const planted = await plant(database, tenant, until, password);
    const milliseconds = Math.round(performance.now() - started);
    const rows = planted ?? {};
    const status = planted === undefined ? "present" : "seeded";
    process.stdout.write(`${JSON.stringify({ tenant: tenant.slug, status, until, rows, milliseconds })}\n`);
    return 0;
  } finally {
    await database.end();
  }
}
