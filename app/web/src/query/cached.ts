import type { InfiniteData } from "@tanstack/vue-query";

interface Row {
  readonly id: string;
}
interface Rows {
  readonly items: readonly Row[];
}

/** @returns the row as it will be; undefined: it will be gone */
export type RowChange = (row: Row) => Row | undefined;

const hasItems = (data: object): data is Rows => "items" in data && Array.isArray(data.items);

function changeRows<Page extends Rows>(page: Page, id: string, change: RowChange): Page {
  return { ...page, items: page.items.flatMap((row) => (row.id === id ? (change(row) ?? []) : row)) };
}

/**
 * @param data what a query holds: a list's pages, a page, or a row itself
 * @returns the same with the one row changed
 */
export function changeCached(data: unknown, id: string, change: RowChange): unknown {
  if (typeof data !== "object" || data === null) return data;
  if ("pages" in data) {
    const list = data as InfiniteData<Rows>;
    return { ...list, pages: list.pages.map((page) => changeRows(page, id, change)) };
  }
  if ("id" in data && data.id === id) return change(data as Row) ?? data;
  return hasItems(data) ? changeRows(data, id, change) : data;
}
