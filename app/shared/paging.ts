/** Shapes of lists: pages by cursor, sorted by one of a few keys, filtered and searched. */
import { type TProperties, type TSchema, Type } from "typebox";
import { nullable, strict } from "./shapes.ts";

export const DIRECTIONS = ["asc", "desc"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What every list can be asked for, whatever it lists. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: string;
  readonly direction: Direction;
  readonly search?: string;
  /** True: the deleted rows instead of the others. */
  readonly deleted?: boolean;
}

/**
 * @param sorts the keys that the list can be sorted by, the default first
 * @param direction the default
 * @param filters what else the list can be asked for
 */
export const listQuery = <const Sorts extends readonly [string, ...string[]], Filters extends TProperties>(
  sorts: Sorts,
  direction: Direction,
  filters: Filters,
) =>
  strict({
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
    sort: Type.Unsafe<Sorts[number]>(Type.Enum([...sorts], { default: sorts[0] })),
    direction: Type.Enum([...DIRECTIONS], { default: direction }),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    deleted: Type.Optional(Type.Boolean()),
    ...filters,
  });

export const pageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: nullable(Type.String()) });

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
