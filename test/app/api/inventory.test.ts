import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type {
  Item,
  Movement,
  Price,
  StockLevel,
  Supplier,
  Warehouse,
} from "../../../app/shared/inventory.ts";
import type { Page } from "../../../app/shared/paging.ts";
import { type Business, openBusiness } from "../support/business.ts";

let business: Business;
let north: Warehouse;
let south: Warehouse;
let item: Item;
let counter = 0;

beforeAll(async () => {
  business = await openBusiness();
  north = await business.ask(201, "POST", "/warehouses", { name: "North" });
  south = await business.ask(201, "POST", "/warehouses", { name: "South", address: "Calle 2" });
});
afterAll(() => business.close());
beforeEach(async () => {
  counter += 1;
  item = await business.ask(201, "POST", "/inventory", { sku: `S-${counter}`, name: `Switch ${counter}` });
});

type Booked = { items: Movement[] };
const move = (status: number, input: object) =>
  business.ask<Booked>(status, "POST", "/stock-movements", {
    itemId: item.id,
    warehouseId: north.id,
    kind: "receipt",
    quantity: 10,
    ...input,
  });
const levels = async () =>
  (await business.ask<{ items: StockLevel[] }>(200, "GET", `/inventory/${item.id}/levels`)).items.map(
    ({ warehouseName, quantity }) => [warehouseName, quantity],
  );
const read = () => business.ask<Item>(200, "GET", `/inventory/${item.id}`);

describe("items", () => {
  it("are created with defaults, replaced, deleted and restored", async () => {
    expect(item).toMatchObject({
      unit: "unit",
      quantity: 0,
      minimumQuantity: 0,
      unitCostCents: 0,
      version: 1,
    });
    const changed = { sku: item.sku, name: "Dimmer", minimumQuantity: 2.5, unitCostCents: 199, version: 1 };
    expect(await business.ask(200, "PUT", `/inventory/${item.id}`, changed)).toMatchObject({
      name: "Dimmer",
      minimumQuantity: 2.5,
      version: 2,
    });
    expect(await business.ask(409, "PUT", `/inventory/${item.id}`, changed)).toMatchObject({
      current: { name: "Dimmer", version: 2 },
    });
    await business.ask(204, "DELETE", `/inventory/${item.id}`);
    await business.ask(404, "GET", `/inventory/${item.id}`);
    await business.ask(200, "POST", `/inventory/${item.id}/restore`);
    await read();
  });
  it("have a number that no other has, whatever its case", async () => {
    const twin = { sku: item.sku.toLowerCase(), name: "Twin" };
    expect(await business.ask(409, "POST", "/inventory", twin)).toMatchObject({
      type: "urn:chalan:problem:exists",
    });
    await business.ask(204, "DELETE", `/inventory/${item.id}`);
    await business.ask(201, "POST", "/inventory", twin);
    expect(await business.ask(409, "POST", `/inventory/${item.id}/restore`)).toMatchObject({
      type: "urn:chalan:problem:exists",
    });
  });
  it("are found by words, sorted, and by what runs low", async () => {
    await business.ask(200, "PUT", `/inventory/${item.id}`, {
      sku: item.sku,
      name: "Ñame relay",
      minimumQuantity: 3,
      version: 1,
    });
    const names = async (query: string) =>
      (await business.ask<Page<Item>>(200, "GET", `/inventory?${query}`)).items.map(({ name }) => name);
    expect(await names("search=name%20rel")).toEqual(["Ñame relay"]);
    expect(await names("low=true")).toContain("Ñame relay");
    const ascending = await names("sort=sku&limit=100");
    expect(ascending.length).toBeGreaterThan(2);
    expect(await names("sort=sku&limit=100&direction=desc")).toEqual(ascending.toReversed());
    await move(201, { quantity: 3 });
    expect(await names("low=true")).not.toContain("Ñame relay");
  });
});

describe("movements", () => {
  it("run a balance per warehouse and the item's stock", async () => {
    await move(201, { quantity: 10.5, unitCostCents: 120 });
    await move(201, { kind: "issue", quantity: 4 });
    await move(201, { warehouseId: south.id, quantity: 1 });
    await move(201, { kind: "return", quantity: 0.125 });
    await move(201, { kind: "adjustment", quantity: -0.5, notes: "counted" });
    const { items } = await business.ask<Page<Movement>>(200, "GET", `/stock-movements?itemId=${item.id}`);
    expect(items.map(({ kind, quantity, balance }) => [kind, quantity, balance])).toEqual([
      ["adjustment", -0.5, 6.125],
      ["return", 0.125, 6.625],
      ["receipt", 1, 1],
      ["issue", -4, 6.5],
      ["receipt", 10.5, 10.5],
    ]);
    expect(await levels()).toEqual([
      ["North", 6.125],
      ["South", 1],
    ]);
    expect(await read()).toMatchObject({ quantity: 7.125, version: 1 });
  });
  it("never take more than there is, and then leave nothing behind", async () => {
    await move(201, { quantity: 5 });
    for (const input of [
      { kind: "issue", quantity: 5.001 },
      { kind: "adjustment", quantity: -6 },
      { kind: "issue", quantity: 1, warehouseId: south.id },
      { kind: "transfer", quantity: 6, toWarehouseId: south.id },
    ]) {
      expect(await move(409, input)).toMatchObject({ type: "urn:chalan:problem:not-enough-stock" });
    }
    expect(await levels()).toEqual([["North", 5]]);
    expect((await read()).quantity).toBe(5);
  });
  it("of a transfer are two halves", async () => {
    await move(201, { quantity: 5 });
    const { items } = await move(201, { kind: "transfer", quantity: 2, toWarehouseId: south.id });
    expect(items.map(({ warehouseName, quantity, balance }) => [warehouseName, quantity, balance])).toEqual([
      ["North", -2, 3],
      ["South", 2, 2],
    ]);
    expect(new Set(items.map(({ transferId }) => transferId)).size).toBe(1);
    expect((await read()).quantity).toBe(5);
  });
  it.each([
    ["nothing", { quantity: 0 }, "body/quantity"],
    ["less than is counted", { quantity: 0.0001 }, "body/quantity"],
    ["a negative receipt", { quantity: -1 }, "body/quantity"],
    ["a transfer to nowhere", { kind: "transfer" }, "body/toWarehouseId"],
    ["an item that does not exist", { itemId: crypto.randomUUID() }, "body/itemId"],
    ["a warehouse that does not exist", { warehouseId: crypto.randomUUID() }, "body/warehouseId"],
    ["a contract that does not exist", { contractId: crypto.randomUUID() }, "body/contractId"],
    [
      "a transfer to what does not exist",
      { kind: "transfer", toWarehouseId: crypto.randomUUID() },
      "body/toWarehouseId",
    ],
    ["a receipt with a destination", { toWarehouseId: crypto.randomUUID() }, "body/toWarehouseId"],
  ])("refuse %s", async (_what, input, path) => {
    await move(201, { quantity: 20 });
    expect(await move(400, input)).toMatchObject({ errors: [{ path }] });
    expect((await read()).quantity).toBe(20);
  });
  it("refuse a transfer to the same warehouse", async () => {
    await move(400, { kind: "transfer", toWarehouseId: north.id });
  });
  it("refuse a deleted item", async () => {
    await business.ask(204, "DELETE", `/inventory/${item.id}`);
    await move(400, {});
  });
  it("can be added only, even by the tenant's own role", async () => {
    await move(201, {});
    for (const text of ["update stock_movements set notes = 'x'", "delete from stock_movements"]) {
      await expect(business.app.database.query({ name: text, text }, [])).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
  it("are listed page by page, of a warehouse and of a kind", async () => {
    for (let index = 0; index < 5; index += 1) await move(201, { quantity: 1 });
    const ids: number[] = [];
    let cursor = "";
    do {
      const page: Page<Movement> = await business.ask(
        200,
        "GET",
        `/stock-movements?itemId=${item.id}&warehouseId=${north.id}&kind=receipt&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? "";
    } while (cursor !== "");
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(5);
  });
});

const AT_ONCE = 8;
describe("movements at the same time", () => {
  it("keep every balance right, transfers in both directions included", async () => {
    await move(201, { quantity: 50 });
    await move(201, { warehouseId: south.id, quantity: 50 });
    const kinds = fc.constantFrom("receipt", "issue", "north-south", "south-north");
    const steps = fc.sample(fc.record({ kind: kinds, quantity: fc.integer({ min: 1, max: 20 }) }), {
      numRuns: 60,
      seed: 7,
    });
    const left = [...steps];
    const statuses = new Set<number>();
    const somebody = async () => {
      for (let step = left.pop(); step !== undefined; step = left.pop()) {
        const { kind, quantity } = step;
        const [from, to] = kind === "south-north" ? [south, north] : [north, south];
        const payload = kind.includes("-")
          ? { kind: "transfer", warehouseId: from.id, toWarehouseId: to.id, itemId: item.id, quantity }
          : { kind, warehouseId: north.id, itemId: item.id, quantity };
        const url = "/api/stock-movements";
        statuses.add((await business.owner.inject({ method: "POST", url, payload })).statusCode);
      }
    };
    // Not all of them at once: who waits for a connection of the pool for too long is sent away.
    await Promise.all(Array.from({ length: AT_ONCE }, somebody));
    expect(statuses).toEqual(new Set([201, 409]));
    const { rows } = await business.database.admin.query(
      `with running as (
         select warehouse_id, id, balance, sum(quantity) over (partition by warehouse_id order by id) as expected
         from tenant_one.stock_movements where item_id = $1)
       select count(*) filter (where balance <> expected)::int as wrong,
              (select sum(quantity) from tenant_one.stock_levels where item_id = $1) as levels,
              (select sum(quantity) from tenant_one.stock_movements where item_id = $1) as moved,
              (select quantity from tenant_one.inventory where id = $1) as total
       from running`,
      [item.id],
    );
    expect(rows[0].wrong).toBe(0);
    expect(rows[0].levels).toBe(rows[0].total);
    expect(rows[0].moved).toBe(rows[0].total);
  });
});

describe("warehouses and suppliers", () => {
  it("a warehouse with stock cannot be deleted; an empty one can", async () => {
    const depot: Warehouse = await business.ask(201, "POST", "/warehouses", { name: "Depot" });
    await move(201, { warehouseId: depot.id, quantity: 1 });
    expect(await business.ask(409, "DELETE", `/warehouses/${depot.id}`)).toMatchObject({
      type: "urn:chalan:problem:in-use",
    });
    await move(201, { warehouseId: depot.id, kind: "issue", quantity: 1 });
    await business.ask(204, "DELETE", `/warehouses/${depot.id}`);
    await business.ask(404, "DELETE", `/warehouses/${depot.id}`);
    await move(400, { warehouseId: depot.id });
  });
  it("a supplier's price of a day is replaced, another day's is added", async () => {
    const supplier: Supplier = await business.ask(201, "POST", "/suppliers", {
      name: "Cables SA",
      email: "a@b.mx",
    });
    const prices = `/inventory/${item.id}/prices`;
    const price = (priceCents: number, validFrom: string) => ({
      supplierId: supplier.id,
      priceCents,
      validFrom,
    });
    await business.ask(201, "POST", prices, price(100, "2027-01-01"));
    await business.ask(201, "POST", prices, price(110, "2027-02-01"));
    await business.ask(201, "POST", prices, price(105, "2027-01-01"));
    const { items } = await business.ask<{ items: Price[] }>(200, "GET", prices);
    expect(
      items.map(({ priceCents, validFrom, supplierName }) => [priceCents, validFrom, supplierName]),
    ).toEqual([
      [110, "2027-02-01", "Cables SA"],
      [105, "2027-01-01", "Cables SA"],
    ]);
    await business.ask(400, "POST", prices, { ...price(1, "2027-01-01"), supplierId: crypto.randomUUID() });
    await business.ask(404, "GET", `/inventory/${crypto.randomUUID()}/prices`);
    const [newest] = items;
    await business.ask(404, "DELETE", `/inventory/${crypto.randomUUID()}/prices/${newest?.id}`);
    await business.ask(204, "DELETE", `${prices}/${newest?.id}`);
    await business.ask(404, "DELETE", `${prices}/${newest?.id}`);
    const left = await business.ask<{ items: Price[] }>(200, "GET", prices);
    expect(left.items).toEqual(items.slice(1));
  });
});
