import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../../app/shared/database.ts";
import { enqueue } from "../../../app/shared/jobs.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { tenantOutbox } from "../../../app/worker/outbox.ts";
import { tenantRegistry } from "../../../app/worker/tenants.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createTenant } from "../support/worker.ts";

let database: TestDatabase;
let tenant: Awaited<ReturnType<typeof createTenant>>;
let pool: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await createTenant(database);
  pool = openDatabase(database.workerUrl, 2, "test", createLogger("silent", {}));
});
afterAll(async () => {
  await Promise.all([pool.end(), tenant.pool.end()]);
  await database.drop();
});

it("moves nothing that is being tried: the lock would keep it from who tries, who would put it off", async () => {
  const letter = { to: "ana@example.com", subject: "hello", text: "Hello" };
  const id = await tenant.pool.transaction(null, (query) => enqueue(query, "mail", letter));
  const [registered] = await tenantRegistry(pool).refresh();
  if (registered === undefined || id === undefined) throw new Error("there is no tenant, or no letter");
  const outbox = tenantOutbox(pool, registered);
  // It gets into the queue, and the outbox is not told.
  const crash = outbox.move(10, () => Promise.reject(new Error("crashed")));
  await expect(crash).rejects.toThrow("crashed");

  expect(await outbox.start(id)).toMatchObject({ attempts: 1 });
  expect(await outbox.move(10, () => Promise.resolve())).toBe(0);
});
