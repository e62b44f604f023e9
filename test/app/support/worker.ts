import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import type { Mail } from "../../../app/shared/mail.ts";
import { connectRedis } from "../../../app/shared/redis.ts";
import { createEngine } from "../../../app/worker/engine.ts";
import { jobHandlers } from "../../../app/worker/handlers.ts";
import type { JobHandlers } from "../../../app/worker/runner.ts";
import { thumbnailMaker } from "../../../app/worker/thumbnail/parent.ts";
import { redisUserRules } from "../../../components/lib/redis-acl.ts";
import type { TestDatabase, TestTenant } from "./database.ts";

const log = createLogger("silent", {});
const ENTRY = fileURLToPath(new URL("../../../app/main.ts", import.meta.url));

/** Letters and digits that no other test has: queues are told apart by the tenant's id, and Redis is everybody's. */
export const uniqueSlug = (): string => `w${randomBytes(5).toString("hex")}`;

/** A migrated tenant with a name of its own, and a pool of its role. */
export async function createTenant(
  database: TestDatabase,
  changes: Parameters<TestDatabase["provision"]>[1] = {},
) {
  const tenant: TestTenant = await database.provision(uniqueSlug(), changes);
  const result = await database.migrateTenant(tenant.document);
  if (result.status !== "migrated") throw new Error(`not migrated: ${result.error}`);
  return { ...tenant, pool: openDatabase(tenant.url, 2, "test", log) };
}

/** The URL of a Redis user with the very rights that the infrastructure gives the worker. */
export async function workerRedisUrl(): Promise<string> {
  const admin = new Redis(inject("redisUrl"));
  const [user, password] = ["test-worker", "test-worker"];
  await admin.call("acl", "setuser", user, ...redisUserRules("worker:").split(" "), `>${password}`);
  admin.disconnect();
  const url = new URL(inject("redisUrl"));
  url.username = user;
  url.password = password;
  return url.href;
}

/** The real engine, on the worker's own roles, in this process. Letters are kept in a list. */
export async function startEngine(database: TestDatabase, changes: Partial<JobHandlers> = {}) {
  const letters: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void letters.push(mail) };
  const redis = connectRedis(await workerRedisUrl(), log);
  const pool: Database = openDatabase(database.workerUrl, 6, "test-worker", log);
  const engine = createEngine({
    database: pool,
    databaseUrl: database.workerUrl,
    redis,
    handlers: { ...jobHandlers(mailer, thumbnailMaker(ENTRY)), ...changes },
    instance: `test-${randomBytes(4).toString("hex")}`,
    log,
  });
  const running = engine.run();
  return {
    letters,
    metrics: engine.metrics,
    redis,
    pool,
    async stop(grace = 5_000): Promise<void> {
      await engine.stop(grace);
      await running;
      redis.disconnect();
      await pool.end();
    },
  };
}
