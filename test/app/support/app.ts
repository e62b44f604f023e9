import type { FastifyInstance } from "fastify";
import { buildApp } from "../../../app/api/app.ts";
import type { Dependencies } from "../../../app/api/dependencies.ts";
import { type Database, openDatabase } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { migrations, type TestTenant } from "./database.ts";

const log = createLogger("silent", {});

export interface TestApp {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** The real application on the tenant's real role; only Redis answers from here unless a test gives its own. */
export async function createTestApp(
  tenant: TestTenant,
  changes: Partial<Dependencies> = {},
): Promise<TestApp> {
  const database = changes.database ?? openDatabase(tenant.url, 2, "test", log);
  const app = await buildApp({
    tenant: { slug: tenant.document.slug, id: tenant.document.id },
    environment: "local",
    redis: { ping: async () => "PONG" },
    expectedMigrations: (await migrations).modules,
    log,
    instance: "test-instance",
    isDraining: () => false,
    ...changes,
    database,
  });
  const close = async () => {
    await app.close();
    await database.end();
  };
  return { app, database, close };
}
