import { createHash } from "node:crypto";
import type { Query, Statement } from "../../shared/database.ts";
import type { ListQuery, Page } from "../../shared/paging.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { badCursor } from "../problem.ts";
import { asJson, type JsonRow } from "./as-json.ts";

/** A key that rows are sorted by: SQL, and its type for reading it back from a cursor. */
export interface Order {
  readonly expression: string;
  readonly type: string;
}

/** A condition on the rows; each `?` stands for the value. Only its value may come from a client. */
export interface Condition {
  readonly text: string;
  readonly value?: unknown;
}

export interface Listing {
  readonly name: string;
  readonly columns: string;
  readonly from: string;
  readonly orders: Readonly<Record<string, Order>>;
  /** Breaks ties, so it must be unique. */
  readonly tie: Order;
}

interface Sorted {
  readonly sortKey: string;
  readonly tieKey: string;
}

/** The conditions that are asked for: those whose value is given. */
export const given = (
  conditions: readonly { readonly text: string; readonly value: unknown }[],
): Condition[] => conditions.filter(({ value }) => value !== undefined);

/** Named after its text, so that the same list is prepared once per connection whatever its filters are. */
export function named(name: string, text: string): Statement {
  const hash = createHash("sha1").update(text).digest("base64url").slice(0, 16);
  return { name: `${name}_${hash}`, text };
}

/**
 * One page, by keyset: a page far down costs as much as the first one.
 *
 * @param conditions which rows, all of them holding
 * @throws ProblemError when the cursor is not of this list in this order
 */
export async function listPage<Row extends object>(
  query: Query,
  { name, columns, from, orders, tie }: Listing,
  { limit, cursor, sort, direction }: Pick<ListQuery, "limit" | "cursor" | "sort" | "direction">,
  conditions: readonly Condition[],
): Promise<Page<Row>> {
  const order = orders[sort];
  if (order === undefined) throw new Error(`${name} has no order ${sort}`);
  const values: unknown[] = [];
  const bind = (value: unknown, type = "") => `$${values.push(value)}${type && `::${type}`}`;
  const where = conditions.map(({ text, value }) => {
    if (value === undefined) return text;
    const parameter = bind(value);
    return text.replaceAll("?", () => parameter);
  });
  if (cursor !== undefined) {
    const keys = decodeCursor(cursor, 4);
    if (keys?.[0] !== sort || keys[1] !== direction) throw badCursor();
    const last = `(${bind(keys[2], order.type)}, ${bind(keys[3], tie.type)})`;
    where.push(`(${order.expression}, ${tie.expression}) ${direction === "asc" ? ">" : "<"} ${last}`);
  }
  // One more than asked for tells whether there is another page.
  const text = `select ${columns}, (${order.expression})::text as "sortKey", (${tie.expression})::text as "tieKey"
    from ${from} where ${where.join(" and ") || "true"}
    order by ${order.expression} ${direction}, ${tie.expression} ${direction} limit ${bind(limit + 1)}`;
  const answers = await query<JsonRow<Row & Sorted>>(named(`${name}_list`, asJson(text)), values);
  const rows = answers.map(({ row }) => row);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor([sort, direction, last.sortKey, last.tieKey]) : null };
}
