import type { Contract, ContractInput } from "../../shared/contracts.ts";
import type { Database, Statement } from "../../shared/database.ts";

const COLUMNS = `id, number, title, client_name as "clientName", client_email as "clientEmail",
  client_phone as "clientPhone", address, status, amount_cents as "amountCents", currency,
  starts_on as "startsOn", ends_on as "endsOn", notes, version,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"`;

/** Greater than any number: the first page needs no statement of its own. */
const NO_CURSOR = "9223372036854775807";

const sql = (name: string, text: string): Statement => ({ name: `contracts_${name}`, text });

const LIST = sql(
  "list",
  `select ${COLUMNS} from contracts where deleted_at is null and number < $1 order by number desc limit $2`,
);
const LIST_BY_STATUS = sql(
  "list_by_status",
  `select ${COLUMNS} from contracts where deleted_at is null and status = $3 and number < $1
   order by number desc limit $2`,
);
const FIND = sql("find", `select ${COLUMNS} from contracts where id = $1 and deleted_at is null`);
const CREATE = sql(
  "create",
  `insert into contracts (title, client_name, client_email, client_phone, address, status, amount_cents, currency,
                          starts_on, ends_on, notes)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
);
const UPDATE = sql(
  "update",
  `update contracts
   set title = $3, client_name = $4, client_email = $5, client_phone = $6, address = $7, status = $8,
       amount_cents = $9, currency = $10, starts_on = $11, ends_on = $12, notes = $13
   where id = $1 and version = $2 and deleted_at is null returning ${COLUMNS}`,
);
const REMOVE = sql(
  "remove",
  "update contracts set deleted_at = now() where id = $1 and deleted_at is null returning id",
);

const values = (input: ContractInput) => [
  input.title,
  input.clientName,
  input.clientEmail ?? null,
  input.clientPhone ?? null,
  input.address ?? null,
  input.status ?? "draft",
  input.amountCents ?? 0,
  input.currency ?? "USD",
  input.startsOn ?? null,
  input.endsOn ?? null,
  input.notes ?? null,
];

export interface ListOptions {
  readonly limit: number;
  /** Number of the last contract of the page before. */
  readonly before?: number | undefined;
  readonly status?: string | undefined;
}

/** Contracts of the tenant whose role `database` logs in as: its search path names the schema. */
export function contractsRepository(database: Database) {
  return {
    /** Newest first. */
    list({ limit, before, status }: ListOptions): Promise<Contract[]> {
      const range = [before ?? NO_CURSOR, limit];
      return status === undefined
        ? database.query(LIST, range)
        : database.query(LIST_BY_STATUS, [...range, status]);
    },
    async find(id: string): Promise<Contract | undefined> {
      return (await database.query<Contract>(FIND, [id]))[0];
    },
    async create(input: ContractInput): Promise<Contract | undefined> {
      return (await database.query<Contract>(CREATE, values(input)))[0];
    },
    /** @returns undefined when it does not exist or its version is another one */
    async update(id: string, version: number, input: ContractInput): Promise<Contract | undefined> {
      return (await database.query<Contract>(UPDATE, [id, version, ...values(input)]))[0];
    },
    /** Soft: the row stays. @returns whether there was something to delete */
    async remove(id: string): Promise<boolean> {
      return (await database.query(REMOVE, [id])).length > 0;
    },
  };
}
