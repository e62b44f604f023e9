import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract, ContractPage } from "../../../app/shared/contracts.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let apps: TestApp[];
let one: Client;
let two: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenants = [await database.provision("one"), await database.provision("two")] as const;
  for (const { document } of tenants) await database.migrateTenant(document);
  apps = await Promise.all(tenants.map((tenant) => createTestApp(tenant)));
  [one, two] = (await Promise.all(apps.map((app) => app.signIn("owner")))) as [Client, Client];
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await database.drop();
});

const MINIMAL = { title: "Rewire the kitchen", clientName: "Ana Pérez" };

async function create(input: object = MINIMAL, { inject }: Client = one): Promise<Contract> {
  const response = await inject({ method: "POST", url: "/api/contracts", payload: input });
  expect(response.statusCode).toBe(201);
  return response.json();
}

const get = (url: string, { inject }: Client = one) => inject({ method: "GET", url });
const put = (id: string, payload: object, { inject }: Client = one) =>
  inject({ method: "PUT", url: `/api/contracts/${id}`, payload });

describe("contracts", () => {
  it("creates with defaults, and reads back the same", async () => {
    const created = await create();
    expect(created).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      number: expect.any(Number),
      ...MINIMAL,
      clientEmail: null,
      clientPhone: null,
      address: null,
      builderName: null,
      jobName: null,
      jobNumber: null,
      lots: [],
      items: [],
      status: "draft",
      amountCents: 0,
      currency: "USD",
      startsOn: null,
      endsOn: null,
      notes: null,
      version: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.any(String),
      statusChangedAt: expect.any(String),
      deletedAt: null,
    });
    expect((await get(`/api/contracts/${created.id}`)).json()).toEqual(created);
  });

  it("keeps every field exactly: money, dates, and text of any script", async () => {
    const full = {
      title: "Ñandú 🌵 'quoted' \"and\" -- <b>bold</b>; drop table contracts",
      clientName: "李小龙",
      clientEmail: "a@b.mx",
      clientPhone: "+52 55 1234 5678",
      address: "Calle 1\nDepto 2",
      status: "signed",
      amountCents: 1_000_000_000_000,
      currency: "MXN",
      startsOn: "2028-02-29",
      endsOn: "2028-03-01",
      notes: "",
    };
    const { id } = await create(full);
    expect((await get(`/api/contracts/${id}`)).json()).toMatchObject(full);
  });

  it("says where the new one is", async () => {
    const response = await one.inject({ method: "POST", url: "/api/contracts", payload: MINIMAL });
    expect(response.headers.location).toBe(`/api/contracts/${response.json<Contract>().id}`);
  });

  it("replaces, and refuses a version that is no longer the current one", async () => {
    const created = await create({ ...MINIMAL, notes: "old" });
    const replaced = await put(created.id, { ...MINIMAL, title: "New title", version: 1 });
    expect(replaced.statusCode).toBe(200);
    expect(replaced.json()).toMatchObject({
      title: "New title",
      notes: null,
      version: 2,
      number: created.number,
    });
    const late = await put(created.id, { ...MINIMAL, version: 1 });
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({
      type: "urn:chalan:problem:version-conflict",
      detail: "You have version 1, the current one is 2",
    });
  });

  it("deletes softly: gone for the API, kept in the table", async () => {
    const { id } = await create();
    const remove = () => one.inject({ method: "DELETE", url: `/api/contracts/${id}` });
    expect(await remove()).toMatchObject({ statusCode: 204, body: "" });
    expect((await remove()).statusCode).toBe(404);
    expect((await get(`/api/contracts/${id}`)).statusCode).toBe(404);
    expect((await put(id, { ...MINIMAL, version: 1 })).statusCode).toBe(404);
    const { rowCount } = await database.admin.query(
      "select from tenant_one.contracts where id = $1 and deleted_at is not null",
      [id],
    );
    expect(rowCount).toBe(1);
  });

  it("of another tenant do not exist", async () => {
    const { id } = await create();
    expect((await get(`/api/contracts/${id}`, two)).statusCode).toBe(404);
    expect((await put(id, { ...MINIMAL, version: 1 }, two)).statusCode).toBe(404);
    expect((await two.inject({ method: "DELETE", url: `/api/contracts/${id}` })).statusCode).toBe(404);
    expect((await get("/api/contracts", two)).json<ContractPage>().items).toEqual([]);
  });
});

describe("the list", () => {
  it("walks all pages, newest first, each contract once, whatever the page size", async () => {
    await database.admin.query("delete from tenant_two.contracts");
    for (let index = 0; index < 12; index += 1) {
      await create(
        { ...MINIMAL, title: `Contract ${index}`, status: index % 3 === 0 ? "signed" : "draft" },
        two,
      );
    }
    const walk = async (limit: number, status?: string) => {
      const numbers: number[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const query: string = `limit=${limit}${cursor && `&cursor=${cursor}`}${status ? `&status=${status}` : ""}`;
        const page: ContractPage = (await get(`/api/contracts?${query}`, two)).json();
        expect(page.items.length).toBeLessThanOrEqual(limit);
        numbers.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor;
      }
      return numbers;
    };
    const all = await walk(100);
    expect(all).toHaveLength(12);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 13 }), async (limit) => {
        expect(await walk(limit)).toEqual(all);
      }),
      { numRuns: 13 },
    );
    expect(await walk(3, "signed")).toHaveLength(4);
    expect(await walk(3, "paid")).toEqual([]);
  });

  it.each([
    ["limit=0", "querystring/limit"],
    ["limit=101", "querystring/limit"],
    ["limit=abc", "querystring/limit"],
    ["status=nope", "querystring/status"],
    ["surprise=1", "querystring"],
    ["cursor=nope", "querystring/cursor"],
    [`cursor=${Buffer.from('["x"]').toString("base64url")}`, "querystring/cursor"],
    [`cursor=${Buffer.from("[1,2]").toString("base64url")}`, "querystring/cursor"],
    [`cursor=${Buffer.from("[1.5]").toString("base64url")}`, "querystring/cursor"],
  ])("refuses ?%s", async (query, path) => {
    const response = await get(`/api/contracts?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toEqual([{ path, message: expect.any(String) }]);
  });
});

describe("bad input", () => {
  it.each([
    ["nothing", {}],
    ["an empty title", { ...MINIMAL, title: "" }],
    ["a title that is too long", { ...MINIMAL, title: "x".repeat(201) }],
    ["a number for a text", { ...MINIMAL, title: 1 }],
    ["a text for a number", { ...MINIMAL, amountCents: "100" }],
    ["a fraction of a cent", { ...MINIMAL, amountCents: 0.5 }],
    ["a negative amount", { ...MINIMAL, amountCents: -1 }],
    ["an amount beyond the limit", { ...MINIMAL, amountCents: 1_000_000_000_001 }],
    ["a status that does not exist", { ...MINIMAL, status: "deleted" }],
    ["a day that does not exist", { ...MINIMAL, startsOn: "2027-02-29" }],
    ["a year that does not exist", { ...MINIMAL, startsOn: "0000-01-01" }],
    ["an end before the start", { ...MINIMAL, startsOn: "2027-02-02", endsOn: "2027-02-01" }],
    ["an address that is no e-mail", { ...MINIMAL, clientEmail: "nobody" }],
    ["a NUL character", { ...MINIMAL, title: "a\u0000b" }],
    ["an unknown field", { ...MINIMAL, id: "1" }],
    ["a version on creation", { ...MINIMAL, version: 1 }],
    ["an array", []],
  ])("refuses %s", async (_what, payload) => {
    const response = await one.inject({ method: "POST", url: "/api/contracts", payload });
    expect(response.headers["content-type"]).toBe("application/problem+json");
    expect(response.json()).toMatchObject({
      type: "urn:chalan:problem:validation",
      status: 400,
      instance: expect.any(String),
    });
    expect(response.statusCode).toBe(400);
  });

  it.each([
    ["broken JSON", "application/json", '{"title":', 400],
    ["nothing at all", "application/json", "", 400],
    ["prototype pollution", "application/json", '{"__proto__":{"x":1},"title":"t","clientName":"c"}', 400],
    ["a form", "application/x-www-form-urlencoded", "title=t", 415],
    ["plain text", "text/plain", "hello", 415],
    ["too much", "application/json", JSON.stringify({ ...MINIMAL, notes: "x".repeat(300_000) }), 413],
    ["deep nesting", "application/json", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, 400],
  ])("answers %s with a problem", async (_what, type, payload, status) => {
    const response = await one.inject({
      method: "POST",
      url: "/api/contracts",
      headers: { "content-type": type },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ status, title: expect.any(String) });
  });

  it.each(["nope", "1", "../tenant", "00000000-0000-0000-0000-00000000000g", "\u0000"])(
    "an id like %s is not valid",
    async (id) => {
      const response = await get(`/api/contracts/${encodeURIComponent(id)}`);
      expect(response.statusCode).toBe(400);
    },
  );

  it.each(["/api/contracts/%zz", "/api/%c3%28", "/%"])(
    "a URL like %s that cannot be decoded is a problem",
    async (url) => {
      const response = await get(url);
      expect(response.headers["content-type"]).toBe("application/problem+json");
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.statusCode).toBeLessThan(500);
    },
  );

  it("whatever JSON comes, the answer is a problem below 500 or a contract", async () => {
    const field = fc.constantFrom(
      "title",
      "clientName",
      "status",
      "amountCents",
      "startsOn",
      "endsOn",
      "notes",
      "currency",
      "x",
    );
    const body = fc.dictionary(
      field,
      fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.jsonValue({ maxDepth: 2 })),
    );
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const response = await one.inject({
          method: "POST",
          url: "/api/contracts",
          payload: { ...MINIMAL, ...payload },
        });
        expect([201, 400]).toContain(response.statusCode);
      }),
      { numRuns: 300 },
    );
  });
});
