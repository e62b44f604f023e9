/** The application as the Redis user that the infrastructure gives a tenant: what it may do is enough, and ends at its prefix. */
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createUser } from "../../../app/admin/create-user.ts";
import { createLimiter } from "../../../app/api/auth/limiter.ts";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { redisUserRules } from "../../../components/lib/redis-acl.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const slug = `acl${randomBytes(4).toString("hex")}`;
const password = randomBytes(16).toString("hex");

let database: TestDatabase;
let admin: Redis;
let redis: Redis;
let app: TestApp;

beforeAll(async () => {
  admin = new Redis(inject("redisUrl"));
  await admin.call("acl", "setuser", slug, ...redisUserRules(`t:{${slug}}:`).split(" "), `>${password}`);
  const url = new URL(inject("redisUrl"));
  url.username = slug;
  url.password = password;
  redis = new Redis(url.href, { enableReadyCheck: false });
  database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision(slug);
  await database.migrateTenant(tenant.document);
  app = await createTestApp(tenant, {
    redis,
    requestsPerMinute: undefined,
  });
});
afterAll(async () => {
  await app.close();
  redis.disconnect();
  await admin.call("acl", "deluser", slug);
  const keys = await admin.keys(`t:{${slug}}:*`);
  if (keys.length > 0) await admin.del(...keys);
  admin.disconnect();
  await database.drop();
});

describe("the tenant's Redis user", () => {
  it("can do all that the application asks of it", async () => {
    // Sent without its text first, so the script is really loaded by this user.
    await admin.script("FLUSH");
    await createUser(app.database, {
      email: "a@example.com",
      password: "correct horse battery",
      name: "A",
      role: "owner",
    });
    const post = (url: string, payload: object, headers: object = {}) =>
      app.app.inject({ method: "POST", url: `/api${url}`, headers: { ...OWN_HEADER, ...headers }, payload });
    const login = await post("/auth/login", { email: "a@example.com", password: "correct horse battery" });
    const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    const invitation = { email: "b@example.com", name: "B", role: "crew" };
    const headers = { cookie, "idempotency-key": "invitation-1" };
    const [first, again] = [
      await post("/users", invitation, headers),
      await post("/users", invitation, headers),
    ];
    const out = await post("/auth/logout", {}, { cookie });
    expect([login, first, again, out].map(({ statusCode }) => statusCode)).toEqual([200, 201, 201, 204]);
    expect((await app.app.inject("/readyz")).statusCode).toBe(200);
  });
  it("leaves nothing outside its prefix, and nothing that stays for ever", async () => {
    const keys = await admin.keys(`*${slug}*`);
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) {
      expect(key.startsWith(`t:{${slug}}:`)).toBe(true);
      expect([key, await admin.ttl(key)]).not.toEqual([key, -1]);
    }
  });
  it("cannot read, make or end another tenant's sessions, nor use its limits", async () => {
    const others = createSessions(redis, "another");
    const session = { userId: "x", userEpoch: 0, tenantEpoch: 0 };
    for (const work of [
      () => others.start(session),
      () => others.find("A".repeat(43)),
      () => others.end("A".repeat(43)),
      () => createLimiter(redis, "another").take([{ key: "tenant", times: 1, seconds: 1 }]),
    ]) {
      await expect(work()).rejects.toThrow(/NOPERM/);
    }
  });
});
