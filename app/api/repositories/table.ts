import type { Database, Query, Statement } from "../../shared/database.ts";
import type { ListQuery, Page } from "../../shared/paging.ts";
import type { Row } from "../../shared/shapes.ts";
import { asJson, type JsonRow } from "./as-json.ts";
import { type Condition, given, type Listing, listPage, type Order } from "./listing.ts";
import { searchQuery } from "./search.ts";

/** A table whose rows have an id, a version, and are deleted softly. */
export interface TableDefinition<Input extends object> {
  readonly table: string;
  /** What a client writes: name in the API, column. */
  readonly fields: Readonly<Record<keyof Input & string, string>>;
  /** How a field is read, where that is not just its column. */
  readonly read?: Readonly<Record<string, string>>;
  /** What a client leaves out and the column does not take null for. */
  readonly defaults?: Partial<Input>;
  /** What is only read: name in the API, SQL. */
  readonly derived?: Readonly<Record<string, string>>;
  readonly orders: Readonly<Record<string, Order>>;
  /** The words that are searched, a tsvector: the column of that name, where the table is large enough to have one. */
  readonly search?: string;
  /** By default the id. */
  readonly tie?: Order;
  /** SQL that is true for a row that must not be deleted yet. */
  readonly inUse?: string;
}

export const iso = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Rows per statement: far below the time limit of one, and few enough round trips. */
const BATCH = 1000;

const BY_ID: Order = { expression: "id", type: "uuid" };

/** @returns the columns of a row as the API names them */
export function columnsOf<Input extends object>(definition: TableDefinition<Input>): string {
  const { fields, read = {}, derived = {} } = definition;
  const instants = { createdAt: "created_at", updatedAt: "updated_at", deletedAt: "deleted_at" };
  const all = [
    ["id", "id"],
    ...Object.entries<string>(fields).map(([name, column]) => [name, read[name] ?? column]),
    ...Object.entries(derived),
    ["version", "version"],
    ...Object.entries(instants).map(([name, column]) => [name, iso(column)] as const),
  ];
  return all.map(([name, column]) => `${column} as "${name}"`).join(", ");
}

/**
 * Reading and writing rows of one table of the tenant whose role `database` logs in as.
 *
 * @param variant told apart in the statements' names, where one table is used with different columns
 */
export function tableRepository<Input extends object, Stored extends Row>(
  database: Database,
  definition: TableDefinition<Input>,
  variant = "",
) {
  const { table, fields, defaults = {}, orders } = definition;
  const { search: words = "search", tie = BY_ID, inUse = "false" } = definition;
  const columns = columnsOf(definition);
  const listing: Listing = { name: table, columns, from: table, orders, tie };
  const names = Object.keys(fields) as (keyof Input & string)[];
  const written = names.map((name) => fields[name]);
  const values = (input: Input) =>
    names.map((name) => input[name] ?? (defaults as Partial<Input>)[name] ?? null);
  const statement = (name: string, text: string): Statement => ({ name: `${table}_${name}${variant}`, text });

  const FIND = statement(
    "find",
    asJson(`select ${columns} from ${table} where id = $1 and deleted_at is null`),
  );
  const CREATE = statement(
    "create",
    `insert into ${table} (${written.join(", ")}) values (${written.map((_, index) => `$${index + 1}`).join(", ")})
     returning ${columns}`,
  );
  const UPDATE = statement(
    "update",
    `update ${table} set ${written.map((column, index) => `${column} = $${index + 3}`).join(", ")}
     where id = $1 and version = $2 and deleted_at is null returning ${columns}`,
  );
  const REMOVE = statement(
    "remove",
    `update ${table} set deleted_at = now() where id = $1 and deleted_at is null and not (${inUse}) returning id`,
  );
  const RESTORE = statement(
    "restore",
    `update ${table} set deleted_at = null where id = $1 and deleted_at is not null returning ${columns}`,
  );

  // Keys are columns, and the table's own row type says what each of them holds.
  const CREATE_MANY = statement(
    "create_many",
    `insert into ${table} (${written.join(", ")})
     select ${written.join(", ")} from jsonb_populate_recordset(null::${table}, $1::jsonb) returning id`,
  );

  const one = async (query: Query, what: Statement, parameters: readonly unknown[]) =>
    (await query<Stored>(what, parameters))[0];

  return {
    listing,
    /** @param conditions which rows; the deleted ones only if the list asks for them, and then no others */
    list(options: ListQuery, conditions: readonly Condition[] = []): Promise<Page<Stored>> {
      const { search, deleted = false } = options;
      // A text without a word in it finds nothing.
      const wanted = search === undefined ? undefined : (searchQuery(search) ?? "");
      return listPage<Stored>(database.query, listing, options, [
        { text: `deleted_at is ${deleted ? "not null" : "null"}` },
        ...given([{ text: `${words} @@ to_tsquery('simple', ?)`, value: wanted }]),
        ...conditions,
      ]);
    },
    find: async (id: string) => (await database.query<JsonRow<Stored>>(FIND, [id]))[0]?.row,
    create: (actor: string, input: Input): Promise<Stored | undefined> =>
      database.transaction(actor, (query) => one(query, CREATE, values(input))),
    /** All of them or none. @returns how many */
    createMany: (actor: string | null, inputs: readonly Input[]): Promise<number> =>
      database.transaction(actor, async (query) => {
        let count = 0;
        for (let from = 0; from < inputs.length; from += BATCH) {
          const rows = inputs.slice(from, from + BATCH).map((input) => {
            const given = values(input);
            return Object.fromEntries(written.map((column, index) => [column, given[index]]));
          });
          count += (await query(CREATE_MANY, [JSON.stringify(rows)])).length;
        }
        return count;
      }),
    /** @returns undefined when it does not exist or its version is another one */
    update: (actor: string, id: string, version: number, input: Input): Promise<Stored | undefined> =>
      database.transaction(actor, (query) => one(query, UPDATE, [id, version, ...values(input)])),
    /** Soft: the row stays. @returns false when there is nothing to delete, or it is still in use */
    remove: (actor: string, id: string): Promise<boolean> =>
      database.transaction(actor, async (query) => (await query(REMOVE, [id])).length > 0),
    /** @returns undefined when there is no such deleted row */
    restore: (actor: string, id: string): Promise<Stored | undefined> =>
      database.transaction(actor, (query) => one(query, RESTORE, [id])),
  };
}

export type TableRepository<Input extends object, Stored extends Row> = ReturnType<
  typeof tableRepository<Input, Stored>
>;
