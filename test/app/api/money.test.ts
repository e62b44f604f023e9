import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract } from "../../../app/shared/contracts.ts";
import type { Dashboard } from "../../../app/shared/dashboard.ts";
import type { Page } from "../../../app/shared/paging.ts";
import type { Settings } from "../../../app/shared/settings.ts";
import type { Month, Transaction } from "../../../app/shared/transactions.ts";
import { type Business, openBusiness } from "../support/business.ts";
import { atNoon } from "../support/noon.ts";

const noon = atNoon();
let business: Business;
beforeAll(async () => {
  business = await openBusiness(noon);
});
afterAll(() => business.close());

const pay = (input: object, status = 201) =>
  business.ask<Transaction>(status, "POST", "/transactions", {
    kind: "income",
    category: "contract",
    amountCents: 1000,
    occurredOn: "2027-01-15",
    ...input,
  });

describe("transactions", () => {
  it("are created, replaced, deleted and restored", async () => {
    const contract: Contract = await business.ask(201, "POST", "/contracts", { title: "C", clientName: "N" });
    const created = await pay({ contractId: contract.id, paymentMethod: "check", reference: "0042" });
    expect(created).toMatchObject({
      currency: "USD",
      contractId: contract.id,
      paymentMethod: "check",
      version: 1,
    });
    const change = {
      kind: "expense",
      category: "fuel",
      amountCents: 5,
      occurredOn: "2027-01-16",
      version: 1,
    };
    expect(await business.ask(200, "PUT", `/transactions/${created.id}`, change)).toMatchObject({
      kind: "expense",
      contractId: null,
      version: 2,
    });
    expect(await business.ask(409, "PUT", `/transactions/${created.id}`, change)).toMatchObject({
      current: { version: 2 },
    });
    await business.ask(204, "DELETE", `/transactions/${created.id}`);
    await business.ask(404, "GET", `/transactions/${created.id}`);
    await business.ask(200, "POST", `/transactions/${created.id}/restore`);
    await business.ask(204, "DELETE", `/transactions/${created.id}`);
  });
  it.each([
    ["nothing", { amountCents: 0 }],
    ["less than nothing", { amountCents: -1 }],
    ["a fraction of a cent", { amountCents: 1.5 }],
    ["a kind that does not exist", { kind: "gift" }],
    ["a day that does not exist", { occurredOn: "2027-02-30" }],
    ["a contract that does not exist", { contractId: crypto.randomUUID() }],
    ["a way of paying that does not exist", { paymentMethod: "shells" }],
  ])("refuse %s", async (_what, input) => {
    await pay(input, 400);
  });
  it("are filtered, searched, and sorted by day and by amount", async () => {
    await pay({
      category: "rent",
      kind: "expense",
      amountCents: 70,
      occurredOn: "2026-05-01",
      notes: "Almacén",
    });
    await pay({ category: "fuel", kind: "expense", amountCents: 90, occurredOn: "2026-05-03" });
    await pay({ category: "deposit", amountCents: 80, occurredOn: "2026-05-02" });
    const amounts = async (query: string) =>
      (await business.ask<Page<Transaction>>(200, "GET", `/transactions?from=2026-05-01&${query}`)).items.map(
        ({ amountCents }) => amountCents,
      );
    expect(await amounts("to=2026-05-31")).toEqual([90, 80, 70]);
    expect(await amounts("to=2026-05-31&sort=amountCents&direction=asc")).toEqual([70, 80, 90]);
    expect(await amounts("to=2026-05-31&kind=expense&category=rent")).toEqual([70]);
    expect(await amounts("to=2026-05-31&search=almacen")).toEqual([70]);
    expect(await amounts("to=2026-05-02&direction=asc")).toEqual([70, 80]);
  });
});

describe("the monthly summary", () => {
  it("adds up each month and currency of the year, and nothing of others or deleted", async () => {
    await pay({ amountCents: 100, occurredOn: "2025-01-01" });
    await pay({ amountCents: 200, occurredOn: "2025-01-31" });
    await pay({ amountCents: 50, occurredOn: "2025-01-31", kind: "expense" });
    await pay({ amountCents: 7, occurredOn: "2025-01-15", currency: "MXN" });
    await pay({ amountCents: 9, occurredOn: "2025-12-31" });
    await pay({ amountCents: 9, occurredOn: "2024-12-31" });
    const { id } = await pay({ amountCents: 1_000_000_000_000, occurredOn: "2025-06-01" });
    await business.ask(204, "DELETE", `/transactions/${id}`);
    const { items } = await business.ask<{ items: Month[] }>(200, "GET", "/transactions/summary?year=2025");
    expect(items).toEqual([
      { month: "2025-01", currency: "MXN", incomeCents: 7, expenseCents: 0 },
      { month: "2025-01", currency: "USD", incomeCents: 300, expenseCents: 50 },
      { month: "2025-12", currency: "USD", incomeCents: 9, expenseCents: 0 },
    ]);
    await business.ask(400, "GET", "/transactions/summary?year=soon");
    await business.ask(400, "GET", "/transactions/summary");
  });
});

describe("the dashboard", () => {
  it("follows every change at once", async () => {
    const read = () => business.ask<Dashboard>(200, "GET", "/dashboard");
    const signed = (dashboard: Dashboard) => dashboard.contracts.find(({ status }) => status === "signed");
    expect(signed(await read())).toBeUndefined();
    const contract: Contract = await business.ask(201, "POST", "/contracts", {
      title: "C",
      clientName: "N",
      status: "signed",
      amountCents: 12_345,
    });
    const { today, ...first } = await read();
    expect(today).toBe(
      new Intl.DateTimeFormat("sv-SE", { timeZone: noon.settings.timeZone }).format(new Date()),
    );
    expect(signed({ today, ...first })).toEqual({
      status: "signed",
      currency: "USD",
      count: 1,
      amountCents: 12_345,
    });
    await pay({ amountCents: 777, occurredOn: today });
    await business.ask(201, "POST", "/inventory", { sku: "LOW", name: "Fuse", minimumQuantity: 4 });
    const start = Date.now() + 3_600_000;
    await business.ask(201, "POST", "/schedule", {
      title: "Tomorrow",
      contractId: contract.id,
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + 3_600_000).toISOString(),
    });
    const second = await read();
    expect(second.months.at(-1)).toEqual({
      month: today.slice(0, 7),
      currency: "USD",
      incomeCents: 777,
      expenseCents: 0,
    });
    expect(second.lowStock).toMatchObject({
      count: 1,
      items: [{ sku: "LOW", quantity: 0, minimumQuantity: 4 }],
    });
    expect(second.bookings).toMatchObject([{ title: "Tomorrow", contractNumber: contract.number }]);
    await business.ask(204, "DELETE", `/contracts/${contract.id}`);
    expect(signed(await read())).toBeUndefined();
  });
});

describe("the charts of the dashboard", () => {
  it("have 24 months, the stock's value, and what the crews have to do", async () => {
    const crews = await openBusiness({ modules: ["crews"], ...noon });
    const { ask } = crews;
    const read = () => ask<Dashboard>(200, "GET", "/dashboard");
    const { today, ...empty } = await read();
    expect(empty).toMatchObject({ months: [], stockValueCents: 0, crewLoad: [] });
    const [year = 0, month = 0] = today.split("-").map(Number);
    const day = (back: number) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10);
    for (const back of [23, 24]) {
      const payload = { kind: "income", category: "x", amountCents: 5, occurredOn: day(back) };
      await ask(201, "POST", "/transactions", payload);
    }
    const item = await ask<{ id: string }>(201, "POST", "/inventory", {
      sku: "A",
      name: "Cable",
      unitCostCents: 250,
    });
    const warehouse = await ask<{ id: string }>(201, "POST", "/warehouses", { name: "W" });
    await ask(201, "POST", "/stock-movements", {
      itemId: item.id,
      warehouseId: warehouse.id,
      kind: "receipt",
      quantity: 10.5,
    });
    const red = await ask<{ id: string }>(201, "POST", "/crews", { name: "Red", color: "#ff0000" });
    await ask(201, "POST", "/crews", { name: "Idle" });
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    // One that has begun: what is left of it counts. One that is cancelled, and one after the seven days, do not.
    for (const [from, to, status] of [
      [-1, 1, "started"],
      [10, 12, "planned"],
      [20, 22, "cancelled"],
      [200, 210, "planned"],
    ] as const) {
      const times = { startsAt: at(from), endsAt: at(to) };
      await ask(201, "POST", "/schedule", { title: "Job", crewId: red.id, status, ...times });
    }
    const full = await read();
    expect(full.months).toEqual([
      { month: day(23).slice(0, 7), currency: "USD", incomeCents: 5, expenseCents: 0 },
    ]);
    expect(full.stockValueCents).toBe(2625);
    expect(full.crewLoad).toMatchObject([
      { name: "Idle", color: null, bookings: 0, minutes: 0 },
      { crewId: red.id, name: "Red", color: "#ff0000", bookings: 2 },
    ]);
    expect(Math.abs((full.crewLoad[1]?.minutes ?? 0) - 180)).toBeLessThanOrEqual(1);
    await crews.close();
  });
});

describe("the settings", () => {
  it("begin with defaults and are replaced, with a version", async () => {
    const { updatedAt, ...first } = await business.ask<Settings>(200, "GET", "/settings");
    expect(first).toMatchObject({ currency: "USD", workdayStarts: "07:00", version: 1 });
    const changed = { ...first, currency: "MXN", incomeCategories: ["obra"] };
    expect(await business.ask(200, "PUT", "/settings", changed)).toMatchObject({
      currency: "MXN",
      version: 2,
    });
    expect(await business.ask(409, "PUT", "/settings", changed)).toMatchObject({ current: { version: 2 } });
    await business.ask(400, "PUT", "/settings", { ...changed, version: 2, workdayEnds: "06:00" });
    await business.ask(400, "PUT", "/settings", { ...changed, version: 2, incomeCategories: [] });
    await business.ask(400, "PUT", "/settings", { ...changed, version: 2, units: ["m", "m"] });
    const { units: _left, ...others } = changed;
    const units = ["m", "rollo"];
    expect(await business.ask(200, "PUT", "/settings", { ...others, units, version: 2 })).toMatchObject({
      units,
    });
    expect(await business.ask(200, "PUT", "/settings", { ...others, version: 3 })).toMatchObject({ units });
  });
});
