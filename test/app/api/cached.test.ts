/** The reads that are remembered, through the application: right at once after every change, and not asked twice. */
import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Dashboard } from "../../../app/shared/dashboard.ts";
import { type Database, openDatabase } from "../../../app/shared/database.ts";
import { createLogger } from "../../../app/shared/log.ts";
import type { Month } from "../../../app/shared/transactions.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { atNoon } from "../support/noon.ts";

let database: TestDatabase;
let redis: Redis;
/** Two processes of one tenant. */
let apps: [TestApp, TestApp];
let clients: [Client, Client];
let asked: string[] = [];

/** Writes down which statements are asked. */
function watched(url: string): Database {
  const inner = openDatabase(url, 2, "test", createLogger("silent", {}));
  return {
    ...inner,
    query: (statement, values) => {
      asked.push(statement.name);
      return inner.query(statement, values);
    },
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision("one", { modules: ["crews"], ...atNoon() });
  await database.migrateTenant(tenant.document);
  redis = new Redis(inject("redisUrl"), { keyPrefix: `${randomUUID()}:` });
  const start = () => createTestApp(tenant, { cache: redis, database: watched(tenant.url) });
  apps = [await start(), await start()];
  clients = [await apps[0].signIn("owner"), await apps[1].signIn("owner")];
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  redis.disconnect();
  await database.drop();
});

async function get<Body>(url: string, client = clients[0]): Promise<Body> {
  const response = await client.inject(`/api${url}`);
  expect(response.statusCode).toBe(200);
  return response.json<Body>();
}
async function change(method: "POST" | "PUT" | "DELETE", url: string, payload: object, client = clients[0]) {
  const response = await client.inject({ method, url: `/api${url}`, payload });
  expect(response.statusCode).toBeLessThan(300);
  return response.body === "" ? {} : response.json();
}
const statementsOf = async (work: () => Promise<unknown>, prefix: string) => {
  asked = [];
  await work();
  return asked.filter((name) => name.startsWith(prefix)).length;
};

describe("the dashboard", () => {
  it("is asked of the database once, for both processes, until something changes", async () => {
    await get("/dashboard");
    await get("/dashboard");
    const again = () =>
      Promise.all(clients.flatMap((client) => [get("/dashboard", client), get("/dashboard", client)]));
    expect(await statementsOf(again, "dashboard_")).toBe(0);
    const contract = { title: "T", clientName: "C", amountCents: 700 };
    await change("POST", "/contracts", contract, clients[1]);
    expect((await get<Dashboard>("/dashboard")).contracts).toMatchObject([{ count: 1, amountCents: 700 }]);
    expect(await statementsOf(again, "dashboard_")).toBe(0);
  });

  it("follows every kind of change at once, seen from the other process", async () => {
    const read = () => get<Dashboard>("/dashboard", clients[1]);
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const item = await change("POST", "/inventory", {
      sku: "A",
      name: "A",
      minimumQuantity: 2,
      unitCostCents: 10,
    });
    expect((await read()).lowStock.count).toBe(1);
    const warehouse = await change("POST", "/warehouses", { name: "W" });
    const movement = { itemId: item.id, warehouseId: warehouse.id, kind: "receipt", quantity: 3 };
    await change("POST", "/stock-movements", movement);
    expect(await read()).toMatchObject({ lowStock: { count: 0 }, stockValueCents: 30 });
    const crew = await change("POST", "/crews", { name: "Red" });
    expect((await read()).crewLoad).toMatchObject([{ name: "Red", bookings: 0 }]);
    const booking = { title: "Job", crewId: crew.id, startsAt: at(1), endsAt: at(2) };
    const { id } = await change("POST", "/schedule", booking);
    expect(await read()).toMatchObject({ crewLoad: [{ bookings: 1 }], bookings: [{ title: "Job" }] });
    await change("PUT", `/schedule/${id}`, { ...booking, title: "Moved", version: 1 });
    expect((await read()).bookings).toMatchObject([{ title: "Moved" }]);
    await change("DELETE", `/schedule/${id}`, {});
    expect((await read()).bookings).toEqual([]);
    await change("POST", `/schedule/${id}/restore`, {});
    expect((await read()).bookings).toMatchObject([{ title: "Moved" }]);
  });
});

describe("the monthly summary", () => {
  it("is remembered per year, and adds up what was just written or imported", async () => {
    const summary = async () => (await get<{ items: Month[] }>("/transactions/summary?year=2024")).items;
    const payload = { kind: "income", category: "x", amountCents: 5, occurredOn: "2024-03-01" };
    await change("POST", "/transactions", payload);
    for (let round = 0; round < 3; round += 1) expect(await summary()).toMatchObject([{ incomeCents: 5 }]);
    expect(await statementsOf(summary, "transactions_months")).toBe(0);
    expect(await statementsOf(() => get("/transactions/summary?year=2023"), "transactions_months")).toBe(1);
    await change("POST", "/transactions", payload, clients[1]);
    expect(await summary()).toMatchObject([{ incomeCents: 10 }]);
  });
});
