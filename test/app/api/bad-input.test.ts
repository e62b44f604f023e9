/** What no client of ours would send, to every route that takes a body: clear answers, and nothing written. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Business, openBusiness } from "../support/business.ts";
import { makeEverything } from "../support/everything.ts";
import type { ServedRoute } from "../support/routes.ts";

let business: Business;
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  business = await openBusiness({ modules: ["crews"] });
  ids = await makeEverything(business.owner, "Everything");
});
afterAll(() => business.close());

/** Bodies that are files go to the disk as they come (attachments.test.ts, branding.test.ts, exports.test.ts). */
const FILES = /attachments$|imports|logo/;
/** They would end the session that asks. */
const ENDS = /auth\/(logout|login|password)/;
const bodies = (): ServedRoute[] =>
  business.app.routes.filter(
    ({ method, url }) => ["POST", "PUT", "PATCH"].includes(method) && !FILES.test(url) && !ENDS.test(url),
  );
const pathOf = (url: string) => {
  const resource = `/${url.split("/")[2]}`;
  return url.replace(/:\w+/g, ids.get(resource) ?? crypto.randomUUID());
};

/** @returns how much there is of everything, and how often anything was changed */
async function everything(): Promise<unknown> {
  const tables = (
    await business.database.admin.query(
      "select tablename from pg_tables where schemaname = 'tenant_one' order by tablename",
    )
  ).rows.map(
    ({ tablename }) => `select '${tablename}' as name, count(*)::int from tenant_one."${tablename}"`,
  );
  const { rows } = await business.database.admin.query(`${tables.join(" union all ")} order by name`);
  return rows;
}

const nested = (depth: number) => `${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`;
const LARGE = JSON.stringify({ title: "x".repeat(10 * 1024 * 1024) });

describe("a body", () => {
  it.each<[string, string, string | Buffer, readonly number[]]>([
    ["of 10 MB", "application/json", LARGE, [413]],
    ["nested 20,000 levels deep", "application/json", nested(10_000), [400]],
    ["that ends early", "application/json", '{"title":"x"', [400]],
    ["that is no JSON", "application/json", "title=x", [400]],
    ["of bad UTF-8", "application/json", Buffer.from('{"title":"\xc3\x28\xff"}', "latin1"), [400]],
    ["that is a list", "application/json", "[]", [400]],
    ["that is null", "application/json", "null", [400]],
    ["that would change what objects are", "application/json", '{"__proto__":{"role":"owner"}}', [400]],
    ["that would change their constructor", "application/json", '{"constructor":{"prototype":{}}}', [400]],
    ["with a field that nobody knows", "application/json", '{"nobodyKnowsThis":1}', [400]],
    ["of a form", "application/x-www-form-urlencoded", "title=x", [415]],
    ["of a form with files", "multipart/form-data; boundary=x", "--x--", [415]],
    ["of plain text", "text/plain", '{"title":"x"}', [415]],
    ["of XML", "application/xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", [415]],
    ["of no type at all", "", "x", [400, 415]],
  ])("%s is refused by every route, and nothing is written", async (_what, type, payload, expected) => {
    const before = await everything();
    const routes = bodies();
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, url } of routes) {
      const response = await business.owner.inject({
        method: method as "POST",
        url: pathOf(url),
        headers: { "content-type": type },
        payload,
      });
      const withoutBody = /restore$|invitation$/.test(url);
      const answers = withoutBody ? [...expected, 404] : expected;
      expect([method, url, answers.includes(response.statusCode), response.statusCode]).toEqual([
        method,
        url,
        true,
        response.statusCode,
      ]);
      expect(response.headers["content-type"]).toBe("application/problem+json");
      expect(response.body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
    }
    expect(await everything()).toEqual(before);
  });
});

const HOSTILE = [
  "'; drop table contracts; --",
  "' or 1=1 --",
  "\\'; select pg_sleep(20); --",
  "$1::text || current_user",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "{{constructor.constructor('alert')()}}",
  "#{7*7}",
  "=cmd|' /C calc'!A0",
  "../../etc/passwd",
  "%00%0d%0aSet-Cookie: a=b",
  "\u202eright to left\u202c",
];

describe("SQL and HTML in every text field", () => {
  it.each<[string, (text: string) => object, readonly string[]]>([
    [
      "/contracts",
      (text) => ({
        title: text,
        clientName: text,
        clientPhone: text,
        address: text,
        builderName: text,
        jobName: text,
        jobNumber: text,
        lots: [text],
        notes: text,
      }),
      [
        "title",
        "clientName",
        "clientPhone",
        "address",
        "builderName",
        "jobName",
        "jobNumber",
        "lots",
        "notes",
      ],
    ],
    [
      "/inventory",
      (text) => ({ sku: text, name: text, location: text, notes: text }),
      ["sku", "name", "location", "notes"],
    ],
    ["/warehouses", (text) => ({ name: text, address: text, notes: text }), ["name", "address", "notes"]],
    [
      "/suppliers",
      (text) => ({ name: text, contactName: text, phone: text, address: text, notes: text }),
      ["name", "contactName", "phone", "address", "notes"],
    ],
    ["/crews", (text) => ({ name: text, leader: text, notes: text }), ["name", "leader", "notes"]],
    [
      "/crew-members",
      (text) => ({ crewId: ids.get("/crews"), name: text, skills: [text] }),
      ["name", "skills"],
    ],
    ["/vehicles", (text) => ({ name: text, notes: text }), ["name", "notes"]],
    [
      "/transactions",
      (text) => ({
        kind: "income",
        category: text,
        amountCents: 1,
        occurredOn: "2027-01-01",
        reference: text,
        notes: text,
      }),
      ["category", "reference", "notes"],
    ],
    [
      "/schedule",
      (text) => ({
        title: text,
        startsAt: "2027-05-01T08:00:00Z",
        endsAt: "2027-05-01T09:00:00Z",
        assignee: text,
        notes: text,
      }),
      ["title", "assignee", "notes"],
    ],
  ])("of %s comes back as it was, and does nothing", async (path, inputOf, fields) => {
    for (const text of HOSTILE) {
      const input = inputOf(text) as Record<string, unknown>;
      const made = await business.owner.inject({ method: "POST", url: `/api${path}`, payload: input });
      expect([path, text, made.statusCode]).toEqual([path, text, 201]);
      const read = await business.owner.inject(`/api${path}/${made.json<{ id: string }>().id}`);
      const row = read.json<Record<string, unknown>>();
      expect(fields.map((field) => row[field])).toEqual(fields.map((field) => input[field]));
      expect(read.headers).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "x-content-type-options": "nosniff",
      });
      if (path === "/schedule") continue;
      const search = await business.owner.inject({ url: `/api${path}`, query: { search: text } });
      expect([path, text, search.statusCode]).toEqual([path, text, 200]);
    }
  });
});

describe("a session that has ended, or was never one", () => {
  it("is refused by every route", async () => {
    const { cookie } = await business.app.signIn("owner");
    const headers = { cookie, "x-requested-with": "chalan" };
    await business.app.app.inject({ method: "POST", url: "/api/auth/logout", headers });
    const closed = business.app.routes.filter(({ isPublic, url }) => !isPublic && url.startsWith("/api/"));
    expect(closed.length).toBeGreaterThan(70);
    for (const old of [cookie, `__Host-session=${"B".repeat(43)}`]) {
      for (const { method, url } of closed) {
        const request = { method: method as "GET", url: pathOf(url), headers: { ...headers, cookie: old } };
        const response = await business.app.app.inject(request);
        expect([method, url, response.statusCode]).toEqual([method, url, 401]);
      }
    }
  });
});
