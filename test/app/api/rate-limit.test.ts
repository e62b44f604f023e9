/** How often a tenant, a person and a stranger may ask, counted in a real Redis. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLimiter } from "../../../app/api/auth/limiter.ts";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import { createVisits } from "../../../app/api/auth/visits.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";

let database: TestDatabase;
let small: TestTenant;
let large: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  [small, large] = [
    await database.provision("small", { plan: "small" }),
    await database.provision("large", { plan: "large" }),
  ];
  for (const { document } of [small, large]) await database.migrateTenant(document);
});
afterAll(() => database.drop());

async function withLimits(tenant: TestTenant, work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await createTestApp(tenant, { requestsPerMinute: undefined });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

/** @returns how many of `times` requests were let through, and the last answer */
async function ask(times: number, one: () => Promise<{ statusCode: number }>): Promise<number> {
  const answers = [];
  for (let round = 0; round < times; round += 1) answers.push((await one()).statusCode);
  return answers.filter((code) => code !== 429).length;
}

describe("requests", () => {
  it("of a stranger: 120 a minute from one address, and no other address feels it", () =>
    withLimits(large, async ({ app }) => {
      const from = (remoteAddress: string) => () => app.inject({ url: "/api/tenant", remoteAddress });
      expect(await ask(125, from("203.0.113.1"))).toBe(120);
      const refused = await from("203.0.113.1")();
      expect(refused.json()).toMatchObject({ type: "urn:chalan:problem:too-many-requests", status: 429 });
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(30);
      expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
      expect((await from("203.0.113.2")()).statusCode).toBe(200);
      expect((await app.inject({ url: "/healthz", remoteAddress: "203.0.113.1" })).statusCode).toBe(200);
    }));

  it("behind the tenant's nginx are told apart by the address that it names, and a client cannot name its own", () =>
    withLimits(large, async ({ app }) => {
      const from = (addresses: string) => () =>
        app.inject({ url: "/api/tenant", headers: { "x-forwarded-for": addresses } });
      expect(await ask(121, from("203.0.113.1"))).toBe(120);
      expect((await from("198.51.100.7, 203.0.113.1")()).statusCode).toBe(429);
      expect((await from("203.0.113.2")()).statusCode).toBe(200);
    }));

  it("of a person: 300 a minute from wherever, and a colleague does not feel it", () =>
    withLimits(large, async ({ signIn }) => {
      const [ana, bob] = [await signIn("owner"), await signIn("owner")];
      let host = 0;
      const anas = () => ana.inject({ url: "/api/auth/me", remoteAddress: `10.0.0.${(host++ % 5) + 1}` });
      expect(await ask(303, anas)).toBe(300);
      expect((await bob.inject("/api/auth/me")).statusCode).toBe(200);
    }));

  it("of a whole tenant: what its plan says, and no other tenant feels it", () =>
    withLimits(small, async ({ app, redis }) => {
      let host = 0;
      const strangers = () =>
        app.inject({ url: "/api/tenant", remoteAddress: `10.0.1.${(host++ % 200) + 1}` });
      expect(await ask(605, strangers)).toBe(600);
      const other = await createTestApp(large, { redis, requestsPerMinute: undefined });
      expect((await other.app.inject("/api/tenant")).statusCode).toBe(200);
      await other.close();
    }));

  it("go on while redis is away, without waiting for it", () =>
    withLimits(large, async ({ app, redis }) => {
      redis.disconnect();
      expect(await ask(3, () => app.inject("/api/tenant"))).toBe(3);
      expect((await app.inject("/api/tenant")).statusCode).toBe(200);
    }));
});

describe("a counter", () => {
  it("counts from the first use on, forgets after its time, and never without a time to forget", () =>
    withLimits(large, async ({ redis }) => {
      const limiter = createLimiter(redis, "large");
      const twice = { key: "twice", times: 2, seconds: 300 };
      const once = { key: "once", times: 1, seconds: 3_000 };
      expect(await limiter.take([twice, once])).toBe(0);
      expect(await limiter.take([twice])).toBe(0);
      await redis.pexpire("t:{large}:limit:twice", 200_000);
      // From the first use on: what is left of its time, and no more for the later ones.
      const wait = await limiter.take([twice]);
      expect([wait > 0, wait <= 200]).toEqual([true, true]);
      // The one that takes longest says how long to wait.
      expect(await limiter.take([twice, once])).toBeGreaterThan(300);
      await limiter.reset(once);
      await redis.pexpire("t:{large}:limit:twice", 1);
      await expect.poll(() => redis.exists("t:{large}:limit:twice")).toBe(0);
      expect(await limiter.take([twice, once])).toBe(0);
      for (const key of ["t:{large}:limit:twice", "t:{large}:limit:once"])
        expect(await redis.pttl(key)).toBeGreaterThan(0);
    }));
});

describe("a request with a session", () => {
  const KEY = "t:{large}:session:known";
  const LIMITS = { tenant: 100, person: 2, stranger: 1 };
  const kept = { userId: "ana", userEpoch: 0, tenantEpoch: 0 };
  /** Seconds: what is left of the minute that began with the first request. */
  const withinAMinute = expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60);

  it("counts for its person and for the tenant, under the names that other requests count under", () =>
    withLimits(large, async ({ redis }) => {
      const visits = createVisits(redis, "large", async () => LIMITS);
      await redis.set(KEY, JSON.stringify(kept), "EX", 1_000);
      const waits = [];
      for (let round = 0; round < 3; round += 1) waits.push((await visits.begin(KEY)).wait);
      expect(waits).toEqual([0, 0, withinAMinute]);
      expect(await redis.ttl(KEY)).toBeGreaterThan(1_000);
      expect(await redis.mget("t:{large}:limit:person:ana", "t:{large}:limit:tenant")).toEqual(["3", "3"]);
      const limiter = createLimiter(redis, "large");
      expect(await limiter.take([{ key: "person:ana", times: 2, seconds: 60 }])).toEqual(withinAMinute);
    }));

  it("that has ended counts for nobody", () =>
    withLimits(large, async ({ redis }) => {
      expect(await createVisits(redis, "large", async () => LIMITS).begin(KEY)).toEqual({
        session: null,
        wait: 0,
      });
      expect(await redis.exists("t:{large}:limit:tenant")).toBe(0);
    }));

  it("that comes with others gets its own answer, whatever is kept under their names", () =>
    withLimits(large, async ({ redis }) => {
      const visits = createVisits(redis, "large", async () => LIMITS);
      await redis.set(KEY, JSON.stringify(kept), "EX", 1_000);
      await redis.set(`${KEY}:words`, "no session", "EX", 1_000);
      await redis.rpush(`${KEY}:list`, "no session");
      const keys = [`${KEY}:none`, KEY, `${KEY}:words`, `${KEY}:list`, KEY, KEY];
      expect(await Promise.all(keys.map((key) => visits.begin(key)))).toEqual([
        { session: null, wait: 0 },
        { session: JSON.stringify(kept), wait: 0 },
        { session: "no session", wait: undefined },
        { session: null, wait: 0 },
        { session: JSON.stringify(kept), wait: 0 },
        { session: JSON.stringify(kept), wait: withinAMinute },
      ]);
      expect(await redis.get("t:{large}:limit:tenant")).toBe("3");
    }));

  it("is known even where Redis cannot count", () =>
    withLimits(large, async ({ app, redis, signIn }) => {
      const { inject } = await signIn("owner");
      await redis.set("t:{large}:limit:tenant", "no number");
      expect((await inject("/api/auth/me")).statusCode).toBe(200);
      expect((await app.inject("/api/tenant")).statusCode).toBe(200);
    }));

  it("whose session has reached its age is refused, and counted", () =>
    withLimits(large, async ({ redis }) => {
      const sessions = createSessions(redis, "large", () => 0);
      const id = await sessions.start(kept);
      const later = createSessions(redis, "large", () => 8 * 24 * 3600 * 1000);
      const visits = createVisits(redis, "large", async () => LIMITS);
      const read = async (key: string) => (await visits.begin(key)).session;
      expect(await later.find(id, read)).toBeUndefined();
      expect(await sessions.find(id, read)).toBeUndefined();
      expect(await redis.get("t:{large}:limit:tenant")).toBe("1");
    }));
});
