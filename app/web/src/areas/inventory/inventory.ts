import type {
  Item,
  ItemInput,
  Movement,
  MovementInput,
  Price,
  PriceInput,
  StockLevel,
  Supplier,
  SupplierInput,
  Warehouse,
  WarehouseInput,
} from "../../../../shared/inventory.ts";
import type { Page } from "../../../../shared/paging.ts";
import { request } from "../../api/http.ts";
import { type QueryValues, toQuery } from "../../api/query-string.ts";
import { resource } from "../../api/resource.ts";

export const items = resource<Item, ItemInput>("inventory");
export const warehouses = resource<Warehouse, WarehouseInput>("warehouses");
export const suppliers = resource<Supplier, SupplierInput>("suppliers");

interface All<Row> {
  readonly items: Row[];
}

/** Movements are never changed: another one puts things right. All of it throws ApiFailure. */
export const movements = {
  name: "stock-movements",
  list: (query: QueryValues, cursor: string | null, signal?: AbortSignal) =>
    request<Page<Movement>>("GET", `/stock-movements${toQuery({ ...query, cursor })}`, signal && { signal }),
  /** @param key the same for every try to book this one */
  book: (body: MovementInput, key: string) =>
    request<All<Movement>>("POST", "/stock-movements", { body, key }),
};

/** The stock of an item, warehouse by warehouse. */
export const levels = {
  name: "stock-levels",
  read: (itemId: string, signal?: AbortSignal) =>
    request<All<StockLevel>>("GET", `/inventory/${itemId}/levels`, signal && { signal }),
};

/** Another one of the same supplier for the same day replaces it. @throws ApiFailure */
const setPrice = (itemId: string, body: PriceInput, key: string) =>
  request<Price>("POST", `/inventory/${itemId}/prices`, { body, key });

/** What suppliers ask for an item. All of it throws ApiFailure. */
export const prices = {
  name: "prices",
  read: (itemId: string, signal?: AbortSignal) =>
    request<All<Price>>("GET", `/inventory/${itemId}/prices`, signal && { signal }),
  set: setPrice,
  remove: ({ id, itemId }: Price) => request<undefined>("DELETE", `/inventory/${itemId}/prices/${id}`),
  /** The way back from `remove`: it is set again. */
  restore: ({ itemId, supplierId, priceCents, currency, validFrom }: Price) =>
    setPrice(itemId, { supplierId, priceCents, currency, validFrom }, crypto.randomUUID()),
};

/** What is read again after a movement, and after an item has changed. */
export const AFFECTED = [items.name, levels.name, movements.name, "dashboard"] as const;

export const isLow = ({ quantity, minimumQuantity }: Item): boolean => quantity < minimumQuantity;
