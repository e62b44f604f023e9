/** One noisy tenant does not delay another one. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { enqueue } from "../../../app/shared/jobs.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createTenant, startEngine } from "../support/worker.ts";

const FLOOD = 2_000;

let database: TestDatabase;
let noisy: Awaited<ReturnType<typeof createTenant>>;
let quiet: typeof noisy;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  [noisy, quiet] = [await createTenant(database), await createTenant(database)];
});
afterAll(async () => {
  await Promise.all([noisy, quiet].map(({ pool }) => pool.end()));
  await database.drop();
});

it("a tenant that floods the worker does not hold up another one's jobs, and Redis holds little of it", async () => {
  let most = 0;
  let atOnce = 0;
  // The flood's jobs do not end until all of the other one's are done: were those to wait for any of them, it would be for ever.
  const { promise: flooded, resolve: letGo } = Promise.withResolvers<void>();
  const engine = await startEngine(database, {
    mail: async ({ tenant }) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (tenant.id === noisy.document.id) await flooded;
      atOnce -= 1;
      return undefined;
    },
  });
  const send = async () => {
    const mail = { to: "a@example.com", subject: "s", text: "t" };
    const id = await quiet.pool.transaction(null, (query) => enqueue(query, "mail", mail));
    await waitFor("the quiet tenant's letter", async () => {
      const text = "select state from outbox where id = $1";
      const [row] = await quiet.pool.query<{ state: string }>({ name: "state", text }, [id]);
      expect(row?.state).toBe("done");
    });
  };
  await noisy.pool.query(
    {
      name: "flood",
      text: `insert into outbox (kind, payload)
             select 'mail', '{"to": "a@example.com", "subject": "s", "text": "t"}' from generate_series(1, $1::int)`,
    },
    [FLOOD],
  );
  const key = `worker:queue:${noisy.document.id}:wait`;
  await waitFor("the flood", async () => expect(await engine.redis.llen(key)).toBeGreaterThan(0));
  for (let count = 0; count < 5; count += 1) await send();
  expect(await engine.redis.llen(key)).toBeLessThanOrEqual(100);
  const text = "select count(*) as left from outbox where kind = 'mail' and state = 'waiting'";
  const left = { name: "left", text };
  const [row] = await noisy.pool.query<{ left: number }>(left, []);
  // The flood is still there: the quiet tenant has overtaken it.
  expect(row?.left).toBe(FLOOD);
  expect(most).toBeLessThanOrEqual(3);
  const emptied = database.admin.query(`truncate ${noisy.document.schema}.outbox cascade`);
  letGo();
  await emptied;
  await engine.stop();
});
