import { type Database, openDatabase, type Statement } from "../shared/database.ts";
import { UserError } from "../shared/errors.ts";
import { OUTBOX_CHANNEL } from "../shared/jobs.ts";
import { createLogger } from "../shared/log.ts";
import { asTenant } from "./as-tenant.ts";
import { readBacklogs } from "./backlog.ts";
import { readWorkerEnvironment } from "./env.ts";
import { tenantRegistry, type WorkerTenant } from "./tenants.ts";

const USAGE = `usage: jobs                      how much waits at every active tenant, and what was given up there
       jobs retry TENANT JOB     has a job that was given up tried again; JOB is its id, or \`all\`
The environment is the one of \`worker\`. One line of JSON per tenant, or with the number of jobs.`;

const sql = (text: string): Statement => ({ name: "", text });
// No payload: it may name people.
const DEAD = sql(
  `select id, kind, attempts, failure, created_at as "createdAt", finished_at as "givenUpAt" from outbox
   where state = 'dead' order by finished_at desc limit 50`,
);
const RETRY = sql(
  `update outbox set state = 'waiting', attempts = 0, queued_at = null, finished_at = null, created_at = now()
   where state = 'dead' and ($1 = 'all' or id::text = $1) returning id`,
);
const ANNOUNCE = sql("select pg_notify($1, current_schema())");

async function list(database: Database, tenants: readonly WorkerTenant[]): Promise<void> {
  const backlogs = new Map((await readBacklogs(database, tenants)).map((one) => [one.tenant, one]));
  for (const tenant of tenants) {
    const backlog = backlogs.get(tenant.slug);
    const dead = backlog?.dead ? await asTenant(database, tenant, (query) => query(DEAD, [])) : [];
    process.stdout.write(`${JSON.stringify({ ...backlog, tenant: tenant.slug, givenUp: dead })}\n`);
  }
}

async function retry(database: Database, tenants: readonly WorkerTenant[], slug: string, job: string) {
  const tenant = tenants.find((one) => one.slug === slug);
  if (tenant === undefined) throw new UserError(`There is no active tenant ${JSON.stringify(slug)}`);
  const count = await asTenant(database, tenant, async (query) => {
    const rows = await query(RETRY, [job]);
    await query(ANNOUNCE, [OUTBOX_CHANNEL]);
    return rows.length;
  });
  if (count === 0) throw new UserError(`No such job was given up at ${slug}: \`jobs\` lists them`);
  process.stdout.write(`${JSON.stringify({ tenant: slug, retried: count })}\n`);
}

/**
 * `jobs`: what waits, what was given up, and having that tried again.
 *
 * @returns exit code 0
 * @throws UserError on wrong usage or a bad environment, or when there is no such tenant or job
 */
export async function runJobs(
  words: readonly string[],
  source: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const [command, slug, job, ...surplus] = words;
  const isRetry = command === "retry" && slug !== undefined && job !== undefined && surplus.length === 0;
  if (command !== undefined && !isRetry) throw new UserError(USAGE);
  const environment = readWorkerEnvironment(source);
  const log = createLogger(environment.LOG_LEVEL, { process: "jobs" });
  const database = openDatabase(environment.DATABASE_URL, 1, "jobs", log);
  try {
    const tenants = await tenantRegistry(database).refresh();
    await (isRetry ? retry(database, tenants, slug, job) : list(database, tenants));
    return 0;
  } finally {
    await database.end();
  }
}
