/** Who may do what: walks every route that the application serves. */
import { fastify, type HTTPMethods } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useAccess } from "../../../app/api/plugins/access.ts";
import { ROLES, type Role } from "../../../app/shared/roles.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** What is open without a session; a new entry here is a decision about the internet. */
const PUBLIC = [
  "GET /healthz",
  "HEAD /healthz",
  "GET /readyz",
  "HEAD /readyz",
  "GET /api/docs",
  "HEAD /api/docs",
  "GET /api/tenant",
  "GET /api/tenant/logo",
  "HEAD /api/tenant",
  "HEAD /api/tenant/logo",
  "POST /api/auth/login",
  "POST /api/auth/logout",
  "POST /api/auth/forgot",
  "POST /api/auth/reset",
];

let database: TestDatabase;
let one: TestApp;
let two: TestApp;
let clients: Record<Role, Client>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenants = await Promise.all([database.provision("one"), database.provision("two")]);
  for (const { document } of tenants) await database.migrateTenant(document);
  [one, two] = (await Promise.all(tenants.map((tenant) => createTestApp(tenant)))) as [TestApp, TestApp];
  const entries = await Promise.all(ROLES.map(async (role) => [role, await one.signIn(role)] as const));
  clients = Object.fromEntries(entries) as Record<Role, Client>;
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await database.drop();
});

/** A path of the route that leads to nothing that exists. */
const example = (url: string) => url.replace(/:\w+/g, "00000000-0000-4000-8000-000000000000");

function send(client: Pick<Client, "inject">, method: string, url: string) {
  const payload = ["POST", "PUT", "PATCH"].includes(method) ? { payload: {} } : {};
  return client.inject({ method: method as "GET", url: example(url), ...payload });
}

const closed = () => one.routes.filter(({ method, url }) => !PUBLIC.includes(`${method} ${url}`));

describe("every route", () => {
  it("that is open to everybody is on the list", () => {
    const open = one.routes
      .filter(({ isPublic, url }) => isPublic || !url.startsWith("/api/"))
      .map(({ method, url }) => `${method} ${url}`);
    expect(open.sort()).toEqual(PUBLIC.sort());
    expect(one.routes.length).toBeGreaterThan(PUBLIC.length);
  });

  it("that is not open refuses those who have not signed in, before it reads anything of the request", async () => {
    for (const { method, url } of closed()) {
      const response = await send(one.app, method, url);
      expect([method, url, response.statusCode]).toEqual([method, url, 401]);
    }
  });

  it("refuses exactly the roles that it does not name", async () => {
    for (const { method, url, roles } of closed()) {
      for (const role of ROLES) {
        const { statusCode } = await send(clients[role], method, url);
        expect([method, url, role, statusCode === 403]).toEqual([method, url, role, !roles.includes(role)]);
        expect([method, url, statusCode === 401 || statusCode >= 500]).toEqual([method, url, false]);
      }
    }
  });
});

describe("a session", () => {
  const read = (cookie: string, { app }: TestApp = one) =>
    app.inject({ url: "/api/contracts", headers: { cookie } });

  it("opens its own tenant, and no other", async () => {
    const { cookie } = clients.owner;
    expect((await read(cookie)).statusCode).toBe(200);
    expect((await read(cookie, two)).statusCode).toBe(401);
  });
  it("is not taken from another name, twice, or with anything added", async () => {
    const { cookie } = clients.owner;
    const [, id] = cookie.split("=");
    for (const bad of [`session=${id}`, `${cookie}; ${cookie}`, `${cookie}x`, `x${cookie}`, "", "=;=;;"]) {
      expect([bad, (await read(bad)).statusCode]).toEqual([bad, 401]);
    }
    expect((await read(`a=b; ${cookie}; c=d`)).statusCode).toBe(200);
  });
});

describe("a route without a declaration", () => {
  it.each([
    ["nothing", {}],
    ["no roles", { roles: [] }],
    ["two things", { roles: ["owner"], public: true }],
  ] as const)("that says %s keeps the application from starting", async (_what, config) => {
    const app = fastify();
    await app.register(
      async (api) => {
        useAccess(api, { identify: async () => {}, limit: async () => {} });
        const register = () =>
          api.route({ method: "GET" as HTTPMethods, url: "/open", config, handler: async () => "x" });
        expect(register).toThrow("GET /api/open: say who may use it");
      },
      { prefix: "/api" },
    );
    await app.ready();
  });
});
