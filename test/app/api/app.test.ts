import { Writable } from "node:stream";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Dependencies } from "../../../app/api/dependencies.ts";
import type { Database } from "../../../app/shared/database.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await database.provision("one", {
    modules: ["crews"],
    settings: {
      name: "One Electric",
      locale: "en-US",
      timeZone: "America/Phoenix",
      themeColor: "#0b5fff",
      logo: "/logo.svg",
    },
  });
  await database.migrateTenant(tenant.document);
});
afterAll(() => database.drop());

async function withApp<T>(
  changes: Partial<Dependencies>,
  work: (app: TestApp["app"], testApp: TestApp) => Promise<T>,
  who = tenant,
) {
  const testApp = await createTestApp(who, changes);
  const { app, close } = testApp;
  try {
    return await work(app, testApp);
  } finally {
    await close();
  }
}

const setState = (state: string) => database.migrateTenant({ ...tenant.document, state: state as "active" });

describe("/api/tenant", () => {
  it("tells name and looks, and nothing else", async () => {
    const response = await withApp({}, (app) => app.inject("/api/tenant"));
    expect(response.json()).toEqual({
      slug: "one",
      name: "One Electric",
      locale: "en-US",
      timeZone: "America/Phoenix",
      themeColor: "#0b5fff",
      logo: "/logo.svg",
      modules: ["crews"],
    });
  });
});

describe("every answer", () => {
  it.each(["/api/tenant", "/api/contracts", "/healthz", "/readyz", "/nope", "/api/nope"])(
    "%s has the headers",
    async (url) => {
      const { headers } = await withApp({}, (app) =>
        app.inject({ url, headers: { "x-request-id": "from-the-proxy-1" } }),
      );
      expect(headers).toMatchObject({
        "x-request-id": "from-the-proxy-1",
        "x-chalan-instance": "test-instance",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        // What has a tag may be kept by the browser that got it, and has to be asked for again each time.
        "cache-control": url === "/api/tenant" ? "private, no-cache" : "no-store",
      });
    },
  );
  it.each(["short", "has space in it", "new\\nline-in-it", "x".repeat(65), '"quoted-value"'])(
    "replaces the request id %j",
    async (id) => {
      const { headers } = await withApp({}, (app) =>
        app.inject({ url: "/healthz", headers: { "x-request-id": id } }),
      );
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
  it("closes the connection while the process is stopping", async () => {
    const response = await withApp({ isDraining: () => true }, (app) => app.inject("/api/tenant"));
    expect([response.statusCode, response.headers.connection]).toEqual([200, "close"]);
  });
});

describe("a tenant that is not active", () => {
  it.each(["suspended", "archived"])("%s gets 403 on all of /api, and stays healthy", async (state) => {
    await setState(state);
    await withApp({}, async (app) => {
      for (const url of [
        "/api/tenant",
        "/api/contracts",
        "/api/contracts/00000000-0000-0000-0000-000000000000",
      ]) {
        const response = await app.inject(url);
        expect(response.statusCode).toBe(403);
        expect(response.json()).toMatchObject({
          type: "urn:chalan:problem:tenant-closed",
          title: `This account is ${state}`,
        });
      }
      expect((await app.inject({ method: "POST", url: "/api/contracts", payload: {} })).statusCode).toBe(403);
      expect((await app.inject("/healthz")).statusCode).toBe(200);
      expect((await app.inject("/readyz")).statusCode).toBe(200);
    });
    await setState("active");
  });
  it("a suspension reaches a running process within the cache's 5 s", async () => {
    const { tenantRepository } = await import("../../../app/api/repositories/tenant.ts");
    const { openDatabase } = await import("../../../app/shared/database.ts");
    const own = openDatabase(tenant.url, 1, "test", pino({ level: "silent" }));
    let now = 0;
    const tenants = tenantRepository(own, () => now);
    expect((await tenants.current())?.state).toBe("active");
    await setState("suspended");
    now = 4_999;
    expect((await tenants.current())?.state).toBe("active");
    now = 5_000;
    expect((await tenants.current())?.state).toBe("suspended");
    await setState("active");
    await own.end();
  });
});

const redisThatPings = (ping: () => Promise<"PONG">) =>
  Object.assign(new Redis({ lazyConnect: true }), { ping });

describe("/readyz", () => {
  // No time goes by but what a test lets go by.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());
  const reasons = (changes: Partial<Dependencies>, who = tenant) =>
    withApp(
      changes,
      async (app) => {
        const response = await app.inject("/readyz");
        return [response.statusCode, response.json().reasons];
      },
      who,
    );

  it("is ready with its schema, redis and migrations", async () => {
    expect(await reasons({})).toEqual([200, undefined]);
  });
  it("names each missing migration", async () => {
    const expectedMigrations = new Map([
      ["core", [{ name: "0009_later.sql", version: 9, checksum: "0".repeat(64) }]],
    ]);
    expect(await reasons({ expectedMigrations })).toEqual([
      503,
      ["migration core/0009_later.sql is missing"],
    ]);
  });
  it("is ready on a schema that a newer release has already migrated", async () => {
    expect(await reasons({ expectedMigrations: new Map([["core", []]]) })).toEqual([200, undefined]);
  });
  it("says that redis is away, without an address", async () => {
    const away = () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:6379"));
    expect(await reasons({ redis: redisThatPings(away) })).toEqual([503, ["redis is not reachable"]]);
  });
  it("does not wait longer than 3 s for anything", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const redis = redisThatPings(() => {
      resolve();
      return new Promise(() => {});
    });
    const answer = reasons({ redis });
    await asked;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toEqual([503, expect.arrayContaining(["redis is not reachable"])]);
  });
  it("says that its database is away", async () => {
    const url = tenant.url.replace(/:\d+\//, ":1/");
    expect(await reasons({}, { ...tenant, url })).toEqual([503, ["the tenant's schema is not reachable"]]);
  });
  it("notices that it was given another tenant's role", async () => {
    expect(await reasons({ tenant: { slug: "other", id: "other_001" } })).toEqual([
      503,
      ["the database role belongs to another tenant"],
    ]);
  });
  it("is not ready while stopping", async () => {
    expect(await reasons({ isDraining: () => true })).toEqual([503, ["stopping"]]);
  });
});

function collect(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

describe("failures", () => {
  const failing = (error: Error): Database => ({
    query: () => Promise.reject(error),
    transaction: () => Promise.reject(error),
    end: async () => {},
  });
  const pgError = (code: string) =>
    Object.assign(new Error("sentinel-detail"), { code, detail: "Key (email)=(sentinel@example.com)" });

  it.each([
    ["a bug", new TypeError("sentinel-detail"), 500, "internal"],
    ["a syntax error in SQL", pgError("42601"), 500, "internal"],
    ["a missing privilege", pgError("42501"), 500, "internal"],
    [
      "no connection",
      Object.assign(new Error("connect sentinel-detail"), { code: "ECONNREFUSED" }),
      503,
      "unavailable",
    ],
    ["a full server", pgError("53300"), 503, "unavailable"],
    ["a server that shuts down", pgError("57P01"), 503, "unavailable"],
    ["a statement that took too long", pgError("57014"), 503, "unavailable"],
    [
      "a pool without a free connection",
      new Error("timeout exceeded when trying to connect"),
      503,
      "unavailable",
    ],
  ])(
    "%s becomes a problem that tells nothing of it, and is in the log without a row's values",
    async (_what, error, status, name) => {
      const lines: string[] = [];
      const stream = collect(lines);
      const response = await withApp({ database: failing(error), log: pino(stream) }, (app) =>
        app.inject("/api/tenant"),
      );
      expect(response.statusCode).toBe(status);
      expect(response.json()).toMatchObject({
        type: `urn:chalan:problem:${name}`,
        instance: expect.any(String),
      });
      expect(response.body).not.toContain("sentinel");
      const log = lines.join("");
      expect(log).toContain(error.message);
      expect(log).toContain(response.json().instance);
      expect(log).not.toContain("sentinel@example.com");
    },
  );

  it("a failure to read the tenant is not remembered", async () => {
    let calls = 0;
    const { openDatabase } = await import("../../../app/shared/database.ts");
    const real = openDatabase(tenant.url, 1, "test", pino({ level: "silent" }));
    const flaky: Database = {
      query: (statement, values) =>
        ++calls === 1 ? Promise.reject(pgError("57P01")) : real.query(statement, values),
      transaction: real.transaction,
      end: real.end,
    };
    await withApp({ database: flaky }, async (app) => {
      expect((await app.inject("/api/tenant")).statusCode).toBe(503);
      expect((await app.inject("/api/tenant")).statusCode).toBe(200);
    });
  });

  it("logs a request without its query string, body or address", async () => {
    const lines: string[] = [];
    const stream = collect(lines);
    await withApp({ log: pino({ level: "info" }, stream) }, async (_app, { signIn }) =>
      (await signIn("office")).inject({
        method: "POST",
        url: "/api/contracts?sentinel=1",
        payload: { title: "sentinel", clientName: "sentinel" },
        remoteAddress: "203.0.113.9",
      }),
    );
    const line = JSON.parse(lines.at(-1) ?? "");
    expect(line).toMatchObject({
      method: "POST",
      route: "/api/contracts",
      status: 201,
      milliseconds: expect.any(Number),
      request: expect.any(String),
    });
    expect(lines.join("")).not.toMatch(/sentinel|203\.0\.113/);
  });
});
