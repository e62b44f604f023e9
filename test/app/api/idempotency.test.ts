/** Requests that come twice, and answers that a client has already. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matches } from "../../../app/api/plugins/entity-tag.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";

let database: TestDatabase;
let tenants: TestTenant[];
let one: TestApp;
let two: TestApp;
let client: Client;
let colleague: Client;
let stranger: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenants = [await database.provision("one"), await database.provision("two")];
  for (const { document } of tenants) await database.migrateTenant(document);
  one = await createTestApp(tenants[0] as TestTenant);
  two = await createTestApp(tenants[1] as TestTenant, { redis: one.redis });
  [client, colleague] = [await one.signIn("office"), await one.signIn("office")];
  stranger = await two.signIn("office");
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await database.drop();
});

let count = 0;
const newKey = () => `key-number-${++count}`;
const create = (key: string, title = "Once", who = client) =>
  who.inject({
    method: "POST",
    url: "/api/contracts",
    headers: { "idempotency-key": key },
    payload: { title, clientName: "Ana" },
  });
const contracts = async (title: string) =>
  (await database.admin.query("select from tenant_one.contracts where title = $1", [title])).rowCount;

describe("a POST with a key", () => {
  it("is carried out once, and answered in the same way again", async () => {
    const key = newKey();
    const [first, second] = [await create(key, "Exactly once"), await create(key, "Exactly once")];
    expect(first.statusCode).toBe(201);
    expect([second.statusCode, second.body, second.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    expect(second.headers["content-type"]).toBe(first.headers["content-type"]);
    expect([first.headers["idempotency-replayed"], second.headers["idempotency-replayed"]]).toEqual([
      undefined,
      "true",
    ]);
    expect(await contracts("Exactly once")).toBe(1);
  });
  it("is carried out once when it comes ten times at the same moment", async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, "At once")));
    expect(await contracts("At once")).toBe(1);
    const codes = new Set(answers.map(({ statusCode }) => statusCode));
    expect([...codes].every((code) => code === 201 || code === 409)).toBe(true);
    expect(codes.has(201)).toBe(true);
  });
  it("is refused with the key of another request", async () => {
    const key = newKey();
    await create(key, "This");
    const response = await create(key, "That");
    expect([response.statusCode, response.json().type]).toEqual([
      422,
      "urn:chalan:problem:idempotency-key-reused",
    ]);
    expect(await contracts("That")).toBe(0);
  });
  it("may use the key again after a failure", async () => {
    const key = newKey();
    expect((await create(key, "")).statusCode).toBe(400);
    const beforeRoute = await client.inject({
      method: "POST",
      url: "/api/transactions",
      headers: { "idempotency-key": key },
      payload: {},
    });
    expect(beforeRoute.statusCode).toBe(400);
    expect((await create(key, "After a failure")).statusCode).toBe(201);
  });
  it("does not meet the same key of a colleague or of another tenant", async () => {
    const key = newKey();
    const answers = [
      await create(key, "Mine"),
      await create(key, "Theirs", colleague),
      await create(key, "Far", stranger),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect(answers.map((answer) => answer.json().title)).toEqual(["Mine", "Theirs", "Far"]);
  });
  it("is kept for a day", async () => {
    await create(newKey(), "Kept");
    const keys = (await one.redis.keys("*:idempotency:*")).map((key) => key.replace(/^.*?:t:/, "t:"));
    const lives = await Promise.all(keys.map((key) => one.redis.ttl(key)));
    expect(Math.max(...lives)).toBeGreaterThan(86_000);
    expect(Math.max(...lives)).toBeLessThanOrEqual(86_400);
  });
  it.each(["short", "has space", "x".repeat(129), "ünïcode-key"])(
    "is refused with the key %j",
    async (key) => {
      expect((await create(key)).statusCode).toBe(400);
    },
  );
  it("is refused while redis is away", async () => {
    const app = await createTestApp(tenants[0] as TestTenant);
    const member = await app.signIn("office");
    const set = app.redis.set.bind(app.redis);
    Object.assign(app.redis, { set: () => Promise.reject(new Error("Connection is closed.")) });
    expect((await create(newKey(), "No promise", member)).statusCode).toBe(503);
    expect(await contracts("No promise")).toBe(0);
    Object.assign(app.redis, { set });
    await app.close();
  });
});

describe("a password", () => {
  it("leaves no trace under a key", async () => {
    const before = (await one.redis.keys("*:idempotency:*")).length;
    const response = await client.inject({
      method: "POST",
      url: "/api/auth/password",
      headers: { "idempotency-key": newKey() },
      payload: { currentPassword: "wrong", newPassword: "a new long password" },
    });
    expect(response.statusCode).toBe(401);
    expect((await one.redis.keys("*:idempotency:*")).length).toBe(before);
  });
});

describe("a GET", () => {
  const get = (tag?: string) =>
    client.inject({ url: "/api/auth/me", ...(tag ? { headers: { "if-none-match": tag } } : {}) });

  it("has a tag, and answers with nothing to whoever has it already", async () => {
    const first = await get();
    expect([first.statusCode, first.headers["cache-control"]]).toEqual([200, "private, no-cache"]);
    const again = await get(String(first.headers.etag));
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", first.headers.etag]);
    expect((await get('W/"something else"')).statusCode).toBe(200);
  });
  it("has another tag when something has changed", async () => {
    const { etag } = (await get()).headers;
    await database.admin.query("update memberships set name = 'Changed' where user_id = $1", [client.userId]);
    const fresh = await createTestApp(tenants[0] as TestTenant, { redis: one.redis });
    const response = await fresh.app.inject({
      url: "/api/auth/me",
      headers: { cookie: client.cookie, "if-none-match": String(etag) },
    });
    expect([response.statusCode, response.json().name]).toEqual([200, "Changed"]);
    await fresh.close();
  });
  it("that fails has none, and nobody may keep it", async () => {
    const { headers } = await one.app.inject("/api/auth/me");
    expect([headers.etag, headers["cache-control"]]).toEqual([undefined, "no-store"]);
  });
  it("matches one tag of several, weak or not, and never another", () => {
    expect(matches("*", 'W/"a"')).toBe(true);
    expect(matches('"b", "a"', 'W/"a"')).toBe(true);
    expect(matches('W/"b",W/"a"', 'W/"a"')).toBe(true);
    fc.assert(
      fc.property(
        fc.string(),
        (header) => header.includes('"unique"') || header === "*" || !matches(header, 'W/"unique"'),
      ),
    );
  });
});
