/** Shapes of items, warehouses, suppliers, purchase prices and stock movements. */
import { type Static, Type } from "typebox";
import { MOVEMENT_KINDS } from "./movement-kinds.ts";
import { listQuery, pageOf } from "./paging.ts";
import {
  cents,
  currency,
  date,
  email,
  instant,
  notes,
  nullable,
  phone,
  quantity,
  rowOf,
  strict,
  text,
  uuid,
} from "./shapes.ts";

const itemFields = {
  sku: text(64),
  name: text(200),
  unit: text(20),
  minimumQuantity: quantity(0),
  unitCostCents: cents,
  location: nullable(text(200)),
  notes: nullable(notes),
};
export const itemInput = strict({
  ...itemFields,
  unit: Type.Optional(itemFields.unit),
  minimumQuantity: Type.Optional(itemFields.minimumQuantity),
  unitCostCents: Type.Optional(itemFields.unitCostCents),
  location: Type.Optional(itemFields.location),
  notes: Type.Optional(itemFields.notes),
});
/** `quantity` is the stock of all warehouses; only movements change it. */
export const item = rowOf({ ...itemFields, quantity: Type.Number() });
export const ITEM_SORTS = ["name", "sku", "quantity"] as const;
export const itemQuery = listQuery(ITEM_SORTS, "asc", { low: Type.Optional(Type.Boolean()) });

const warehouseFields = { name: text(100), address: nullable(text(500)), notes: nullable(notes) };
export const warehouseInput = strict({
  ...warehouseFields,
  address: Type.Optional(warehouseFields.address),
  notes: Type.Optional(warehouseFields.notes),
});
export const warehouse = rowOf(warehouseFields);
export const warehouseQuery = listQuery(["name"], "asc", {});

const supplierFields = {
  name: text(200),
  contactName: nullable(text(200)),
  email: nullable(email),
  phone: nullable(phone),
  address: nullable(text(500)),
  notes: nullable(notes),
};
export const supplierInput = strict({
  name: supplierFields.name,
  contactName: Type.Optional(supplierFields.contactName),
  email: Type.Optional(supplierFields.email),
  phone: Type.Optional(supplierFields.phone),
  address: Type.Optional(supplierFields.address),
  notes: Type.Optional(supplierFields.notes),
});
export const supplier = rowOf(supplierFields);
export const supplierQuery = listQuery(["name"], "asc", {});

export const stockLevel = Type.Object({
  warehouseId: uuid,
  warehouseName: Type.String(),
  quantity: Type.Number(),
});
export const stockLevels = Type.Object({ items: Type.Array(stockLevel) });

/** The price from a day on; another one for the same day replaces it. */
export const priceInput = strict({
  supplierId: uuid,
  priceCents: cents,
  currency: Type.Optional(currency),
  validFrom: Type.Optional(date),
});
export const price = Type.Object({
  id: uuid,
  itemId: uuid,
  supplierId: uuid,
  supplierName: Type.String(),
  priceCents: cents,
  currency,
  validFrom: date,
});
export const priceKey = Type.Object({ id: uuid, priceId: uuid });
export const prices = Type.Object({ items: Type.Array(price) });

const kind = Type.Enum([...MOVEMENT_KINDS]);
/** What is moved, always positive but for an adjustment: the kind says the direction. */
const moved = Type.Number({ minimum: -10_000_000_000, maximum: 10_000_000_000 });
export const movementInput = strict({
  itemId: uuid,
  warehouseId: uuid,
  kind,
  quantity: moved,
  /** Where a transfer goes to. */
  toWarehouseId: Type.Optional(uuid),
  unitCostCents: Type.Optional(nullable(cents)),
  contractId: Type.Optional(nullable(uuid)),
  supplierId: Type.Optional(nullable(uuid)),
  notes: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
});
export const movement = Type.Object({
  id: Type.Integer(),
  itemId: uuid,
  itemName: Type.String(),
  warehouseId: uuid,
  warehouseName: Type.String(),
  kind,
  /** What was added to the warehouse's stock. */
  quantity: Type.Number(),
  /** The warehouse's stock after it. */
  balance: Type.Number(),
  unitCostCents: nullable(cents),
  contractId: nullable(uuid),
  supplierId: nullable(uuid),
  transferId: nullable(uuid),
  notes: nullable(Type.String()),
  occurredAt: instant,
});
/** One movement, or the two halves of a transfer. */
export const movements = Type.Object({ items: Type.Array(movement) });
export const movementPage = pageOf(movement);
export const movementQuery = strict({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  itemId: Type.Optional(uuid),
  warehouseId: Type.Optional(uuid),
  contractId: Type.Optional(uuid),
  kind: Type.Optional(kind),
});

export type Item = Static<typeof item>;
export type ItemInput = Static<typeof itemInput>;
export type Warehouse = Static<typeof warehouse>;
export type WarehouseInput = Static<typeof warehouseInput>;
export type Supplier = Static<typeof supplier>;
export type SupplierInput = Static<typeof supplierInput>;
export type StockLevel = Static<typeof stockLevel>;
export type Price = Static<typeof price>;
export type PriceInput = Static<typeof priceInput>;
export type Movement = Static<typeof movement>;
export type MovementInput = Static<typeof movementInput>;
export type MovementQuery = Static<typeof movementQuery>;
