/** One noisy tenant does not delay another one. */
import { setTimeout as sleep } from "node:timers/promises";
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

it("a tenant that floods the worker delays another one's job by little, and Redis holds little of it", async () => {
  let most = 0;
  let atOnce = 0;
  const engine = await startEngine(database, {
    mail: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(20);
      atOnce -= 1;
      return undefined;
    },
  });
  const send = async () => {
    const started = performance.now();
    const mail = { to: "a@example.com", subject: "s", text: "t" };
    const id = await quiet.pool.transaction(null, (query) => enqueue(query, "mail", mail));
    await waitFor(
      "the quiet tenant's letter",
      async () => {
        const text = "select state from outbox where id = $1";
        const [row] = await quiet.pool.query<{ state: string }>({ name: "state", text }, [id]);
        expect(row?.state).toBe("done");
      },
      20,
    );
    return performance.now() - started;
  };
  await send();
  const idle = Math.max(await send(), await send());
  await noisy.pool.query(
    {
      name: "flood",
      text: `insert into outbox (kind, payload)
             select 'mail', '{"to": "a@example.com", "subject": "s", "text": "t"}' from generate_series(1, $1::int)`,
    },
    [FLOOD],
  );
  const key = `worker:queue:${noisy.document.id}:wait`;
  await waitFor("the flood", async () => expect(await engine.redis.llen(key)).toBeGreaterThan(0), 10);
  most = 0;
  const under = [await send(), await send(), await send(), await send(), await send()].sort((a, b) => a - b);
  expect(await engine.redis.llen(key)).toBeLessThanOrEqual(100);
  const left = { name: "left", text: "select count(*) as left from outbox where state = 'waiting'" };
  const [row] = await noisy.pool.query<{ left: number }>(left, []);
  // The flood is still there: the quiet tenant has overtaken it.
  expect(row?.left).toBeGreaterThan(FLOOD / 2);
  // waitFor looks every 100 ms, and two cores are shared with other tests.
  expect(under[2]).toBeLessThan(3 * idle + 300);
  expect(most).toBeLessThanOrEqual(3);
  await database.admin.query(`truncate ${noisy.document.schema}.outbox cascade`);
  await engine.stop();
}, 60_000);
