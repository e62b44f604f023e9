/** From the outbox to the job, on real PostgreSQL and Redis, with the rights that the worker has. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../app/shared/database.ts";
import { enqueue } from "../../../app/shared/jobs.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { connectRedis } from "../../../app/shared/redis.ts";
import { tenantOutbox } from "../../../app/worker/outbox.ts";
import { openQueue } from "../../../app/worker/queue.ts";
import { tenantRegistry } from "../../../app/worker/tenants.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createTenant, startEngine, workerRedisUrl } from "../support/worker.ts";

type Tenant = Awaited<ReturnType<typeof createTenant>>;

let database: TestDatabase;
let one: Tenant;
let two: Tenant;
let engine: Awaited<ReturnType<typeof startEngine>> | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  [one, two] = [await createTenant(database), await createTenant(database)];
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
});
afterAll(async () => {
  await Promise.all([one, two].map(({ pool }) => pool.end()));
  await database.drop();
});

const letter = (subject: string) => ({ to: "ana@example.com", subject, text: "Hello" });
const send = (tenant: Tenant, subject = "hello") =>
  tenant.pool.transaction(null, (query) => enqueue(query, "mail", letter(subject)));
interface Row {
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
  readonly payload: object;
}
async function rowOf(tenant: Tenant, id: string | undefined): Promise<Row | undefined> {
  const { rows } = await database.admin.query<Row>(
    `select state, attempts, failure, payload from ${tenant.document.schema}.outbox where id = $1`,
    [id],
  );
  return rows[0];
}
const isDone = (tenant: Tenant, id: string | undefined) => async () =>
  expect(await rowOf(tenant, id)).toMatchObject({ state: "done" });

describe("the worker", () => {
  it("does what a committed change asked for, once, and keeps nothing of a letter", async () => {
    engine = await startEngine(database);
    const id = await send(one);
    await waitFor("the letter", isDone(one, id));
    expect(engine.letters).toEqual([{ id, ...letter("hello") }]);
    expect(await rowOf(one, id)).toEqual({ state: "done", attempts: 1, failure: null, payload: {} });
  });

  it("does nothing for a change that was rolled back", async () => {
    engine = await startEngine(database);
    const failing = one.pool.transaction(null, async (query) => {
      await enqueue(query, "mail", letter("rolled back"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    const id = await send(one, "committed later");
    await waitFor("the later letter", isDone(one, id));
    expect(engine.letters.map(({ subject }) => subject)).toEqual(["committed later"]);
  });

  it("finds what was asked for while nobody listened, and a tenant that is new, without a restart", async () => {
    const early = await send(one, "early");
    engine = await startEngine(database);
    await waitFor("the early letter", isDone(one, early));
    const third = await createTenant(database);
    // More than the time for which the registry is taken as read.
    await sleep(1_100);
    const id = await send(third, "new");
    await waitFor("the new tenant's letter", isDone(third, id));
    await third.pool.end();
  });

  it("tries again later what failed, gives up after its number of attempts, and does not say what failed in words", async () => {
    let tries = 0;
    engine = await startEngine(database, {
      export: async () => {
        tries += 1;
        if (tries < 2) throw Object.assign(new Error("ana@example.com"), { code: "EENVELOPE" });
        return undefined;
      },
      import: async () => {
        throw new Error("ana@example.com");
      },
    });
    const [mended, hopeless] = await one.pool.transaction(null, async (query) => [
      await enqueue(query, "export", { sheet: "contracts", format: "csv", filters: {} }),
      await enqueue(query, "import", { sheet: "contracts", dryRun: true }),
    ]);
    await waitFor("the second attempt", isDone(one, mended));
    expect(await rowOf(one, mended)).toMatchObject({ attempts: 2, failure: null });
    await waitFor("giving up", async () =>
      expect(await rowOf(one, hopeless)).toMatchObject({ state: "dead" }),
    );
    expect(await rowOf(one, hopeless)).toMatchObject({ attempts: 3, failure: "Error" });
    expect(await engine.metrics.text()).toMatch(
      new RegExp(`job_failures_total\\{tenant="${one.document.slug}",kind="import"\\} 3`),
    );
  });

  it("puts a job of a suspended tenant aside, and does it when the tenant is active again", async () => {
    await database.admin.query("update tenants set state = 'suspended' where tenant_id = $1", [
      two.document.id,
    ]);
    const id = await send(two, "while suspended");
    engine = await startEngine(database);
    const marker = await send(one, "marker");
    await waitFor("another tenant's letter", isDone(one, marker));
    expect(await rowOf(two, id)).toMatchObject({ state: "waiting", attempts: 0 });
    await database.admin.query("update tenants set state = 'active' where tenant_id = $1", [two.document.id]);
    await engine.stop();
    engine = await startEngine(database);
    await waitFor("the letter", isDone(two, id));
  });

  it("does a job with its own tenant's rights only", async () => {
    const seen: unknown[] = [];
    engine = await startEngine(database, {
      cleanup: async ({ query, tenant }) => {
        const ask = async (text: string) => (await query({ name: "", text }, []))[0];
        seen.push(
          await ask(`select current_user::text as role, current_schemas(false)::text as path,
                            (select string_agg(slug, ',') from public.tenants) as tenants`),
        );
        const other = tenant.id === one.document.id ? two : one;
        await query({ name: "", text: `select * from ${other.document.schema}.contracts` }, []);
        return undefined;
      },
    });
    const id = await one.pool.transaction(null, (query) => enqueue(query, "cleanup", {}));
    await waitFor("the refusal", async () =>
      expect(await rowOf(one, id)).toMatchObject({ failure: "42501" }),
    );
    const { role, schema, slug } = one.document;
    expect(seen[0]).toEqual({ role, path: `{${schema}}`, tenants: slug });
  });

  it("serves neither a tenant that is no longer its own nor a schema that somebody names in a message", async () => {
    engine = await startEngine(database);
    await database.admin.query(`revoke ${two.document.role} from chalan_worker`);
    const id = await send(two);
    await database.admin.query("select pg_notify('chalan_outbox', 'pg_catalog')");
    await database.admin.query("select pg_notify('chalan_outbox', '''; drop table x; --')");
    const marker = await send(one, "marker");
    await waitFor("another tenant's letter", isDone(one, marker));
    expect(await rowOf(two, id)).toMatchObject({ state: "waiting", attempts: 0 });
    await database.admin.query(`grant ${two.document.role} to chalan_worker`);
  });

  it("does a job once though it was put into the queue twice, and though Redis has lost it", async () => {
    const redis = connectRedis(await workerRedisUrl(), createLogger("silent", {}));
    const pool = openDatabase(database.workerUrl, 1, "test", createLogger("silent", {}));
    const queue = openQueue(redis, one.document.id, "crashing", () => {});
    const [tenant] = (await tenantRegistry(pool).refresh()).filter(({ id }) => id === one.document.id);
    if (tenant === undefined) throw new Error("not registered");
    const id = await send(one, "twice");
    // A crash between the queue's answer and the commit: it is in the queue, and the outbox does not know.
    const crash = tenantOutbox(pool, tenant).move(10, async (rows) => {
      await queue.put(rows);
      throw new Error("crashed");
    });
    await expect(crash).rejects.toThrow("crashed");
    await queue.close();
    redis.disconnect();
    await pool.end();
    // Redis has lost everything: said to be in the queue, and not there.
    const lost = randomUUID();
    await database.admin.query(
      `insert into ${one.document.schema}.outbox (id, kind, payload, queued_at)
       values ($1, 'mail', $2, now() - interval '11 minutes')`,
      [lost, JSON.stringify(letter("found again"))],
    );
    engine = await startEngine(database);
    await waitFor("the letter", isDone(one, id));
    await waitFor("what was lost", isDone(one, lost));
    const sent = engine.letters.filter((each) => each.id === id || each.id === lost);
    expect(sent.map(({ subject }) => subject).sort()).toEqual(["found again", "twice"]);
  });
});
