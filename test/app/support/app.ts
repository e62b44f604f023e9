import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { Redis } from "ioredis";
import { inject } from "vitest";
import { buildApp } from "../../../app/api/app.ts";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import type { Dependencies } from "../../../app/api/dependencies.ts";
import { type Database, openDatabase } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createMetrics } from "../../../app/shared/metrics.ts";
import type { Role } from "../../../app/shared/roles.ts";
import { type Client, createMember, openSession } from "./client.ts";
import { migrations, type TestTenant } from "./database.ts";
import { type ServedRoute, watchRoutes } from "./routes.ts";

const log = createLogger("silent", {});
const EPOCH = { name: "test_epoch", text: "select session_epoch as epoch from public.tenants" };

export interface TestApp {
  /** Requests through it come from nobody. */
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly redis: Redis;
  /** A new member of the tenant with this role, signed in. */
  readonly signIn: (role: Role) => Promise<Client>;
  /** Every route that it serves. */
  readonly routes: readonly ServedRoute[];
  readonly close: () => Promise<void>;
}

/** The real application on the tenant's real role and a real Redis, apart from all other tests' keys. */
export async function createTestApp(
  tenant: TestTenant,
  changes: Partial<Dependencies> = {},
): Promise<TestApp> {
  const { slug, id } = tenant.document;
  const database = changes.database ?? openDatabase(tenant.url, 2, "test", log);
  const redis = new Redis(inject("redisUrl"), { keyPrefix: `${randomUUID()}:`, lazyConnect: true });
  const mediaFolder = join(tmpdir(), `tmp-app-test-media-${randomUUID()}`);
  const expectedMigrations = (await migrations).modules;
  const [app, routes] = await watchRoutes(() =>
    buildApp({
      tenant: { slug, id },
      environment: "local",
      redis,
      cache: redis,
      requestsPerMinute: 100_000,
      mediaFolder,
      expectedMigrations,
      log,
      metrics: createMetrics({}),
      instance: "test-instance",
      isDraining: () => false,
      ...changes,
      database,
    }),
  );
  const close = async () => {
    await app.close();
    await rm(mediaFolder, { recursive: true, force: true });
    redis.disconnect();
    await database.end();
  };
  const sessions = createSessions(changes.redis ?? redis, slug);
  const signIn = async (role: Role) => {
    const databaseName = new URL(tenant.url).pathname.slice(1);
    const member = await createMember(databaseName, id, role);
    const [row] = await database.query<{ epoch: number }>(EPOCH, []);
    return openSession(app, sessions, member, row?.epoch ?? 0);
  };
  return { app, database, redis, signIn, routes, close };
}
