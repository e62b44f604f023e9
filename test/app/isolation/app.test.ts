/**
 * The part of knowledge/tenancy.md section 9 that is about the application: two tenants, each with a web of its own,
 * on one database and one Redis. Which web gets a request is the host name's to say, in the tenant's nginx
 * (test/app/nginx); that a job runs as its own tenant is the worker's (test/app/worker). There are no websockets.
 */
import { fastify } from "fastify";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeEverything } from "../support/everything.ts";
import { openPair, type Pair, type Side } from "../support/pair.ts";

let pair: Pair;
let one: Side;
let two: Side;
/** Ids of the second tenant's rows, by the path that they are found under. */
let ids: ReadonlyMap<string, string>;

beforeAll(async () => {
  pair = await openPair();
  ({ one, two } = pair);
  await makeEverything(one.owner, one.canary);
  ids = await makeEverything(two.owner, two.canary);
});
afterAll(() => pair.close());

const setState = (side: Side, state: string) =>
  pair.database.admin.query("update tenants set state = $2 where slug = $1", [side.slug, state]);

describe("a host name that is made up", () => {
  it.each([["host"], ["x-forwarded-host"], ["forwarded"]])(
    "in %s changes nothing: a web serves one tenant",
    async (header) => {
      const { domain } = two.tenant.document;
      const headers = { [header]: header === "forwarded" ? `host=${domain}` : domain };
      const tenant = await one.app.app.inject({ url: "/api/tenant", headers });
      expect(tenant.json()).toMatchObject({ slug: one.slug });
      const contracts = await one.owner.inject({ url: "/api/contracts", headers });
      expect(contracts.body).toContain(one.canary);
      expect(contracts.body).not.toContain(two.canary);
    },
  );
});

describe("a session", () => {
  it("of one tenant is nothing at the other", async () => {
    const { cookie } = one.owner;
    const here = await one.app.app.inject({ url: "/api/auth/me", headers: { cookie } });
    const there = await two.app.app.inject({ url: "/api/auth/me", headers: { cookie } });
    expect([here.statusCode, there.statusCode]).toEqual([200, 401]);
  });
});

describe("an id of the other tenant's", () => {
  it("is not found by any route that takes one, and nothing happens to its row", async () => {
    const before = await two.owner.inject("/api/audit?limit=100");
    const tried: string[] = [];
    for (const { method, url } of one.app.routes) {
      const [, path = "", rest] = /^\/api(\/[\w-]+)\/:id(\/.*)?$/.exec(url) ?? [];
      const id = ids.get(path);
      if (id === undefined || method === "HEAD") continue;
      const query = method === "POST" && rest === "/attachments" ? "?name=a.pdf" : "";
      // What fits the shape of every route that changes something, as far as its version.
      const found = ["PUT", "PATCH", "POST"].includes(method)
        ? await two.owner.inject(`/api${path}/${id}`)
        : undefined;
      const payload =
        rest === "/prices"
          ? { supplierId: ids.get("/suppliers"), priceCents: 1 }
          : bodyOf(method, path, rest, found?.json());
      const target = `/api${path}/${id}${(rest ?? "").replace(":priceId", crypto.randomUUID())}${query}`;
      const response = await one.owner.inject({
        method: method as "GET",
        url: target,
        ...(payload && { payload }),
      });
      tried.push(`${method} ${url}`);
      expect([method, url, response.statusCode]).toEqual([method, url, 404]);
      expect(response.body).not.toContain(two.canary);
    }
    expect(tried.length).toBeGreaterThan(45);
    expect((await two.owner.inject("/api/audit?limit=100")).body).toBe(before.body);
  });
  it.each([
    [
      "a payment",
      "/transactions",
      "contractId",
      { kind: "income", category: "x", amountCents: 1, occurredOn: "2027-01-01" },
    ],
    [
      "a booking",
      "/schedule",
      "contractId",
      { title: "x", startsAt: "2027-02-01T08:00:00Z", endsAt: "2027-02-01T09:00:00Z" },
    ],
    [
      "a booking",
      "/schedule",
      "crewId",
      { title: "x", startsAt: "2027-02-01T08:00:00Z", endsAt: "2027-02-01T09:00:00Z" },
    ],
    ["a member of a crew", "/crew-members", "crewId", { name: "x" }],
    ["a vehicle", "/vehicles", "crewId", { name: "x" }],
  ])("cannot be referred to by %s (%s, %s)", async (_what, url, field, rest) => {
    const id = ids.get(field === "crewId" ? "/crews" : "/contracts");
    const payload = { ...rest, [field]: id };
    const response = await one.owner.inject({ method: "POST", url: `/api${url}`, payload });
    expect(response.json()).toMatchObject({ status: 400, errors: [{ path: `body/${field}` }] });
  });
  it("cannot be moved stock of or to", async () => {
    const movement = {
      itemId: ids.get("/inventory"),
      warehouseId: ids.get("/warehouses"),
      kind: "receipt",
      quantity: 1,
    };
    const response = await one.owner.inject({
      method: "POST",
      url: "/api/stock-movements",
      payload: movement,
    });
    expect(response.statusCode).toBe(400);
  });
});

describe("lists, exports and what is remembered", () => {
  it("show a tenant its own rows only", async () => {
    const lists = one.app.routes.filter(
      ({ method, url }) =>
        method === "GET" && url.startsWith("/api/") && !url.includes(":") && !/docs|logo|auth/.test(url),
    );
    for (const { url } of lists) {
      const query =
        {
          "/api/schedule": "?from=2026-12-20T00:00:00Z&to=2027-01-20T00:00:00Z",
          "/api/transactions/summary": "?year=2027",
        }[url] ?? "";
      const answers = await Promise.all([one, two].map((side) => side.owner.inject(`${url}${query}`)));
      for (const [index, { statusCode, body }] of answers.entries()) {
        expect([url, statusCode]).toEqual([url, 200]);
        expect([url, body.includes([two, one][index]?.canary ?? "")]).toEqual([url, false]);
      }
    }
    expect(lists.length).toBeGreaterThan(15);
  });
  it("do not cross in the cache: the other's changes are not seen, and not the other's answers", async () => {
    const dashboards = async () =>
      (await Promise.all([one, two].map(({ owner }) => owner.inject("/api/dashboard")))).map((response) =>
        response.json(),
      );
    await dashboards();
    const [, before] = await dashboards();
    const payload = { title: "x", clientName: "x", amountCents: 123_456 };
    await one.owner.inject({ method: "POST", url: "/api/contracts", payload });
    const [here, there] = await dashboards();
    expect(JSON.stringify(here.contracts)).toContain("123456");
    expect(there).toEqual(before);
  });
});

describe("the limits", () => {
  it("of one tenant leave the other's alone", async () => {
    const small = await openPair(5);
    const ask = async ({ owner }: Side) => (await owner.inject("/api/auth/me")).statusCode;
    const answers = [];
    for (let round = 0; round < 7; round += 1) answers.push(await ask(small.one));
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await ask(small.two)).toBe(200);
    await small.close();
  });
});

describe("a suspended tenant", () => {
  it("is refused on every route, and its neighbour serves on", async () => {
    await setState(one, "suspended");
    // What is known of the tenant is at most 5 s old: a web that has just started knows nothing yet.
    const { createTestApp } = await import("../support/app.ts");
    const web = await createTestApp(one.tenant, { redis: one.redis, cache: one.redis });
    for (const { method, url } of web.routes.filter((route) => route.url.startsWith("/api/"))) {
      const headers = { cookie: one.owner.cookie, "x-requested-with": "chalan" };
      const response = await web.app.inject({
        method: method as "GET",
        url: url.replace(/:\w+/g, crypto.randomUUID()),
        headers,
      });
      expect([method, url, response.statusCode]).toEqual([method, url, 403]);
    }
    expect((await two.owner.inject("/api/contracts")).statusCode).toBe(200);
    await web.close();
    await setState(one, "active");
  });
});

describe("a route that is open to SQL injection", () => {
  it.each([
    ["a union", (schema: string) => `' union select title from ${schema}.contracts --`],
    ["a second statement", (schema: string) => `'; select title from ${schema}.contracts; --`],
    [
      "another search path",
      (schema: string) => `'; set search_path = ${schema}; select title from contracts; --`,
    ],
    [
      "the other's role",
      (schema: string, role: string) => `'; set role ${role}; select title from ${schema}.contracts; --`,
    ],
    [
      "the owner's role",
      (schema: string) => `'; reset role; set role chalan_ddl; select title from ${schema}.contracts; --`,
    ],
    [
      "the catalogue",
      (schema: string) =>
        `' union select query_to_xml('select * from ${schema}.contracts', true, true, '')::text --`,
    ],
    [
      "a function of its own",
      (schema: string) =>
        `'; create function f() returns setof text language sql security definer as 'select title from ${schema}.contracts'; select f(); --`,
    ],
    ["a copy", (schema: string) => `'; copy ${schema}.contracts to stdout; --`],
    ["statistics", () => "' union select most_common_vals::text from pg_stats --"],
    ["what others are asking", () => "' union select query from pg_stat_activity --"],
  ])("cannot leave the schema by %s", async (_what, attack) => {
    const { schema, role } = two.tenant.document;
    const pool = new pg.Pool({ connectionString: one.tenant.url, max: 1 });
    const open = fastify();
    open.get<{ Querystring: { title: string } }>("/canary", ({ query: { title } }) =>
      pool.query(`select title from contracts where title = '${title}'`).then(
        (result) => [result].flat().map(({ rows }) => rows),
        (error: Error) => ({ refused: error.message }),
      ),
    );
    const ask = async (title: string) => (await open.inject({ url: "/canary", query: { title } })).body;
    // It is open indeed: its own rows come out.
    expect(await ask("' union select title from contracts --")).toContain(one.canary);
    expect(await ask(attack(schema, role))).not.toContain(two.canary);
    await open.close();
    await pool.end();
  });
});

/** @returns what the route would take of a row of its own */
function bodyOf(
  method: string,
  path: string,
  rest: string | undefined,
  row: Record<string, unknown> = {},
): object | Buffer | undefined {
  if (rest === "/attachments") return Buffer.from("%PDF-1.7\n");
  if (rest === "/status") return { status: "signed", version: 1 };
  if (method === "PATCH") return { version: 1 };
  if (rest !== undefined) return undefined;
  const { id: _id, createdAt: _created, updatedAt: _updated, deletedAt: _deleted, ...fields } = row;
  for (const derived of ["number", "quantity", "contractNumber", "statusChangedAt"]) delete fields[derived];
  if (path === "/contracts") delete fields.items;
  return fields;
}
