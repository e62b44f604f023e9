import { randomBytes, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { inject } from "vitest";
import { redisUserRules } from "../../../components/lib/redis-acl.ts";
import { createTestApp, type TestApp } from "./app.ts";
import type { Client } from "./client.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "./database.ts";

/** A tenant as the stack makes it: its own role, schema, Redis user, folder and web. */
export interface Side {
  readonly tenant: TestTenant;
  readonly slug: string;
  /** Stands in this tenant's rows, and may be seen nowhere else. */
  readonly canary: string;
  /** As the tenant's own Redis user. */
  readonly redis: Redis;
  readonly mediaFolder: string;
  readonly app: TestApp;
  readonly owner: Client;
}

/** Two tenants on one PostgreSQL and one Redis. */
export interface Pair {
  readonly database: TestDatabase;
  /** As the administrator of Redis. */
  readonly admin: Redis;
  readonly one: Side;
  readonly two: Side;
  readonly close: () => Promise<void>;
}

async function openSide(database: TestDatabase, admin: Redis, requestsPerMinute: number): Promise<Side> {
  // Users of Redis belong to the whole server, and test files run side by side.
  const slug = `side${randomBytes(4).toString("hex")}`;
  const tenant = await database.provision(slug, { modules: ["crews"] });
  const result = await database.migrateTenant(tenant.document);
  if (result.status !== "migrated") throw new Error(`not migrated: ${result.error}`);
  const password = randomBytes(16).toString("hex");
  await admin.call("acl", "setuser", slug, ...redisUserRules(`t:{${slug}}:`).split(" "), `>${password}`);
  const url = new URL(inject("redisUrl"));
  url.username = slug;
  url.password = password;
  const redis = new Redis(url.href, { enableReadyCheck: false });
  const mediaFolder = join(tmpdir(), `tmp-app-test-side-${randomUUID()}`);
  const app = await createTestApp(tenant, { redis, cache: redis, mediaFolder, requestsPerMinute });
  const owner = await app.signIn("owner");
  return { tenant, slug, canary: `canary-${randomUUID()}`, redis, mediaFolder, app, owner };
}

/** @param requestsPerMinute of each tenant and each person */
export async function openPair(requestsPerMinute = 100_000): Promise<Pair> {
  const database = await createTestDatabase();
  await database.migratePublic();
  const admin = new Redis(inject("redisUrl"));
  const one = await openSide(database, admin, requestsPerMinute);
  const two = await openSide(database, admin, requestsPerMinute);
  const close = async () => {
    for (const { app, redis, slug, mediaFolder } of [one, two]) {
      await app.close();
      await rm(mediaFolder, { recursive: true, force: true });
      redis.disconnect();
      await admin.call("acl", "deluser", slug);
      const keys = await admin.keys(`t:{${slug}}:*`);
      if (keys.length > 0) await admin.del(...keys);
    }
    admin.disconnect();
    await database.drop();
  };
  return { database, admin, one, two, close };
}
