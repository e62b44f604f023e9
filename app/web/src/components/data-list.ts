/** What a row has to have to be listed. */
export interface Listed {
  readonly id: string;
  /** When it was deleted; null: it was not. */
  readonly deletedAt?: string | null;
}

/** One column of a list, and one line of its cards on a phone. The first column names the row. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** What the cell says where the list has no slot `cell-<key>` for it. */
  text(row: Row): string;
  /** The API can sort by the key. */
  readonly isSortable?: boolean;
  readonly isNumber?: boolean;
}

/**
 * What lists can be asked for; filters are further names of it. Without `search`, a list cannot be searched; without
 * `deleted` (`true` or nothing), it does not show what has been deleted.
 */
export interface BasicQuery {
  readonly search?: string;
  readonly deleted?: string;
  readonly sort?: string;
  readonly direction?: string;
  readonly [filter: string]: string | undefined;
}

/** @returns the order after a press on a column's heading: another column from its start, the same one the other way round */
export function nextOrder({ sort, direction }: BasicQuery, key: string): { sort: string; direction: string } {
  return { sort: key, direction: sort === key && direction === "asc" ? "desc" : "asc" };
}
