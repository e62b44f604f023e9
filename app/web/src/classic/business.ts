import type { Dashboard } from "../../../shared/dashboard.ts";
import type { Item, Movement, MovementInput, StockLevel, Warehouse } from "../../../shared/inventory.ts";
import type { Page } from "../../../shared/paging.ts";
import { toQuery } from "../api/query-string.ts";
import { request } from "./http.ts";

export type { Dashboard, Item, MovementInput, StockLevel, Warehouse };

interface All<Row> {
  readonly items: Row[];
}

/** @throws ApiFailure, as everything here does */
export const readDashboard = () => request<Dashboard>("GET", "/dashboard");

/** One page of items by name. @param low only those below their minimum */
export const listItems = (filter: { search: string; low: boolean }, cursor: string | null) =>
  request<Page<Item>>("GET", `/inventory${toQuery({ ...filter, low: filter.low || null, cursor })}`);

export const readItem = (id: string) => request<Item>("GET", `/inventory/${id}`);

/** The stock of an item, warehouse by warehouse. */
export const readLevels = (id: string) => request<All<StockLevel>>("GET", `/inventory/${id}/levels`);

/** The first hundred by name. */
export const listWarehouses = () => request<Page<Warehouse>>("GET", "/warehouses?limit=100");

/** @param key the same for every try to book this one movement */
export const bookMovement = (input: MovementInput, key: string) =>
  request<All<Movement>>("POST", "/stock-movements", input, key);
