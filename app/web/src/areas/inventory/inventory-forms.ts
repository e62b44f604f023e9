import type {
  Item,
  ItemInput,
  MovementInput,
  PriceInput,
  Supplier,
  SupplierInput,
  Warehouse,
  WarehouseInput,
} from "../../../../shared/inventory.ts";
import { parseNumber } from "../../format/number.ts";
import { orNull } from "../../format/text.ts";

export const toItemFields = (item: Item | undefined) => ({
  sku: item?.sku ?? "",
  name: item?.name ?? "",
  unit: item?.unit ?? "",
  minimumQuantity: String(item?.minimumQuantity ?? 0),
  unitCostCents: (item?.unitCostCents ?? null) as number | null,
  location: item?.location ?? "",
  notes: item?.notes ?? "",
});
export const toItemInput = (fields: ReturnType<typeof toItemFields>): ItemInput => ({
  sku: fields.sku.trim(),
  name: fields.name.trim(),
  minimumQuantity: parseNumber(fields.minimumQuantity),
  unitCostCents: fields.unitCostCents ?? 0,
  location: orNull(fields.location),
  notes: orNull(fields.notes),
  ...(fields.unit.trim() === "" ? {} : { unit: fields.unit.trim() }),
});

export const toWarehouseFields = (warehouse: Warehouse | undefined) => ({
  name: warehouse?.name ?? "",
  address: warehouse?.address ?? "",
  notes: warehouse?.notes ?? "",
});
export const toWarehouseInput = (fields: ReturnType<typeof toWarehouseFields>): WarehouseInput => ({
  name: fields.name.trim(),
  address: orNull(fields.address),
  notes: orNull(fields.notes),
});

export const toSupplierFields = (supplier: Supplier | undefined) => ({
  name: supplier?.name ?? "",
  contactName: supplier?.contactName ?? "",
  email: supplier?.email ?? "",
  phone: supplier?.phone ?? "",
  address: supplier?.address ?? "",
  notes: supplier?.notes ?? "",
});
export const toSupplierInput = (fields: ReturnType<typeof toSupplierFields>): SupplierInput => ({
  name: fields.name.trim(),
  contactName: orNull(fields.contactName),
  email: orNull(fields.email),
  phone: orNull(fields.phone),
  address: orNull(fields.address),
  notes: orNull(fields.notes),
});

export interface MovementFields {
  kind: MovementInput["kind"];
  warehouseId: string | null;
  toWarehouseId: string | null;
  quantity: string;
  notes: string;
}
export const emptyMovement = (): MovementFields => ({
  kind: "receipt",
  warehouseId: null,
  toWarehouseId: null,
  quantity: "",
  notes: "",
});
export const toMovementInput = (fields: MovementFields, itemId: string): MovementInput => ({
  itemId,
  kind: fields.kind,
  warehouseId: fields.warehouseId ?? "",
  quantity: parseNumber(fields.quantity),
  notes: orNull(fields.notes),
  ...(fields.kind === "transfer" ? { toWarehouseId: fields.toWarehouseId ?? "" } : {}),
});

export interface PriceFields {
  supplierId: string | null;
  priceCents: number | null;
  validFrom: string;
}
export const toPriceInput = (fields: PriceFields): PriceInput => ({
  supplierId: fields.supplierId ?? "",
  priceCents: fields.priceCents ?? 0,
  ...(fields.validFrom === "" ? {} : { validFrom: fields.validFrom }),
});
