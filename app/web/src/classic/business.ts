import type { Dashboard } from "../../../shared/dashboard.ts";
import type { Item, Movement, MovementInput, StockLevel, Warehouse } from "../../../shared/inventory.ts";
import type { Page } from "../../../shared/paging.ts";
import type { Settings } from "../../../shared/settings.ts";
import type { Month, Transaction, TransactionInput } from "../../../shared/transactions.ts";
import { toQuery } from "../api/query-string.ts";
import { request } from "./http.ts";

export type { Dashboard, Item, Month, MovementInput, StockLevel, Transaction, TransactionInput, Warehouse };

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

export interface TransactionFilter {
  readonly search: string;
  readonly kind: Transaction["kind"] | "";
}

/** One page of income and expenses, newest first. */
export const listTransactions = (filter: TransactionFilter, cursor: string | null) =>
  request<Page<Transaction>>("GET", `/transactions${toQuery({ ...filter, cursor })}`);

/** @param key the same for every try to write down this one */
export const createTransaction = (input: TransactionInput, key: string) =>
  request<Transaction>("POST", "/transactions", input, key);

/** Every month of the year that has money in it. */
export const readMonths = (year: number) =>
  request<All<Month>>("GET", `/transactions/summary${toQuery({ year })}`);

export const readSettings = () => request<Settings>("GET", "/settings");
