import { describe, expect, it } from "vitest";
import type { Item, Supplier, Warehouse } from "../../../../../app/shared/inventory.ts";
import {
  emptyMovement,
  toItemFields,
  toItemInput,
  toMovementInput,
  toPriceInput,
  toSupplierFields,
  toSupplierInput,
  toWarehouseFields,
  toWarehouseInput,
} from "../../../../../app/web/src/areas/inventory/inventory-forms.ts";

const kept = {
  id: "0199a6a0-0000-7000-8000-000000000001",
  version: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  deletedAt: null,
};

describe("a form that nobody has touched gives back what it was filled with", () => {
  it("of an item, but for its stock", () => {
    const fields = { sku: "C-1", name: "Cable", unit: "m", minimumQuantity: 2.5, unitCostCents: 199 };
    const item: Item = { ...kept, ...fields, location: null, notes: "thin", quantity: 7 };
    expect(toItemInput(toItemFields(item))).toEqual({ ...fields, location: null, notes: "thin" });
  });
  it("of a warehouse", () => {
    const fields = { name: "Van 2", address: null, notes: "north" };
    const warehouse: Warehouse = { ...kept, ...fields };
    expect(toWarehouseInput(toWarehouseFields(warehouse))).toEqual(fields);
  });
  it("of a supplier", () => {
    const fields = { name: "Luz", contactName: "Eva", email: null, phone: "1", address: null, notes: null };
    const supplier: Supplier = { ...kept, ...fields };
    expect(toSupplierInput(toSupplierFields(supplier))).toEqual(fields);
  });
});

it("a new item leaves its unit to the server", () => {
  const input = toItemInput({ ...toItemFields(undefined), sku: " A ", name: " B " });
  expect(input).toEqual({
    sku: "A",
    name: "B",
    minimumQuantity: 0,
    unitCostCents: 0,
    location: null,
    notes: null,
  });
});

it("only a transfer says where it goes to", () => {
  const fields = { ...emptyMovement(), warehouseId: "a", toWarehouseId: "b", quantity: "1,5" };
  const receipt = { itemId: "i", kind: "receipt", warehouseId: "a", quantity: 1.5, notes: null };
  expect(toMovementInput(fields, "i")).toEqual(receipt);
  expect(toMovementInput({ ...fields, kind: "transfer" }, "i")).toEqual({
    ...receipt,
    kind: "transfer",
    toWarehouseId: "b",
  });
});

it("a price without a day is valid from the server's today", () => {
  expect(toPriceInput({ supplierId: "s", priceCents: 5, validFrom: "" })).toEqual({
    supplierId: "s",
    priceCents: 5,
  });
  expect(toPriceInput({ supplierId: "s", priceCents: 5, validFrom: "2026-02-01" })).toHaveProperty(
    "validFrom",
  );
});
