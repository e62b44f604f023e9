import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createCleanup } from "../../../app/worker/cleanup.ts";
import { createMember } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  for (const slug of ["one", "two"]) await database.migrateTenant((await database.provision(slug)).document);
});
afterAll(() => database.drop());

it("deletes what has had its time, of every tenant, and nothing else", async () => {
  for (const tenant of ["one_001", "two_001"]) {
    const { userId } = await createMember(database.name, tenant, "crew");
    for (const hours of [-1, 1]) {
      await database.admin.query(
        `insert into password_links (token_hash, tenant_id, user_id, expires_at)
         values (sha256(random()::text::bytea), $1, $2, now() + $3 * interval '1 hour')`,
        [tenant, userId, hours],
      );
    }
    for (const days of [89, 91]) {
      await database.admin.query(
        "insert into sign_ins (tenant_id, user_id, outcome, at) values ($1, $2, 'success', now() - $3 * interval '1 day')",
        [tenant, userId, days],
      );
    }
  }
  const log = createLogger("silent", {});
  const worker = openDatabase(database.workerUrl, 1, "test", log);
  const cleanup = createCleanup(worker, log);
  expect(await cleanup.clean()).toEqual({ links: 2, signIns: 2 });
  expect(await cleanup.clean()).toEqual({ links: 0, signIns: 0 });
  const { rows } = await database.admin.query(
    "select (select count(*)::int from password_links) as links, (select count(*)::int from sign_ins) as sign_ins",
  );
  expect(rows).toEqual([{ links: 2, sign_ins: 2 }]);
  const running = cleanup.run();
  cleanup.stop();
  await running;
  await worker.end();
});
