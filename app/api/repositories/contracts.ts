import type { Contract, ContractDetail, ContractInput, ContractQuery } from "../../shared/contracts.ts";
import type { Database, Query, Statement } from "../../shared/database.ts";
import type { Page } from "../../shared/paging.ts";
import { asJson, type JsonRow } from "./as-json.ts";
import { given } from "./listing.ts";
import { columnsOf, iso, type TableDefinition, tableRepository } from "./table.ts";

type Written = Omit<ContractInput, "items">;

/** Left out: no start, which is later than any. */
const STARTS = "coalesce(starts_on, 'infinity')";

export const contractsTable: TableDefinition<Written> = {
  table: "contracts",
  fields: {
    title: "title",
    clientName: "client_name",
    clientEmail: "client_email",
    clientPhone: "client_phone",
    address: "address",
    builderName: "builder_name",
    jobName: "job_name",
    jobNumber: "job_number",
    lots: "lots",
    status: "status",
    amountCents: "amount_cents",
    currency: "currency",
    startsOn: "starts_on",
    endsOn: "ends_on",
    notes: "notes",
  },
  defaults: { lots: [], status: "draft", amountCents: 0, currency: "USD" },
  derived: { number: "number", statusChangedAt: iso("status_changed_at") },
  orders: {
    number: { expression: "number", type: "bigint" },
    clientName: { expression: "fold(client_name)", type: "text" },
    amountCents: { expression: "amount_cents", type: "bigint" },
    startsOn: { expression: STARTS, type: "date" },
    updatedAt: { expression: "updated_at", type: "timestamptz" },
  },
  tie: { expression: "number", type: "bigint" },
};

const sql = (name: string, text: string): Statement => ({ name: `contracts_${name}`, text });

const FIND = sql(
  "detail",
  asJson(`select ${columnsOf(contractsTable)}, coalesce((
     select json_agg(json_build_object('description', description, 'quantity', quantity, 'unit', unit,
                                       'unitPriceCents', unit_price_cents, 'totalCents', total_cents) order by position)
     from contract_items where contract_id = contracts.id), '[]') as items
   from contracts where id = $1 and deleted_at is null`),
);
const REMOVE_ITEMS = sql("remove_items", "delete from contract_items where contract_id = $1");
const ADD_ITEMS = sql(
  "add_items",
  `insert into contract_items (contract_id, position, description, quantity, unit, unit_price_cents)
   select $1, position, item ->> 'description', (item ->> 'quantity')::numeric, coalesce(item ->> 'unit', 'unit'),
          (item ->> 'unitPriceCents')::bigint
   from json_array_elements($2::json) with ordinality as given (item, position)`,
);
// Computed by the database, where a quantity times a price is exact; rounded line by line, as the lines show it.
const TOTAL = sql(
  "total",
  `select coalesce(sum(round(round((item ->> 'quantity')::numeric, 3) * (item ->> 'unitPriceCents')::numeric)), 0)
          as "amountCents"
   from json_array_elements($1::json) as given (item)`,
);
const UPDATE = sql(
  "update",
  `update contracts
   set title = $3, client_name = $4, client_email = $5, client_phone = $6, address = $7, builder_name = $8,
       job_name = $9, job_number = $10, lots = $11, status = coalesce($12, status), amount_cents = $13,
       currency = $14, starts_on = $15, ends_on = $16, notes = $17
   where id = $1 and version = $2 and deleted_at is null returning id`,
);
const CREATE = sql(
  "create",
  `insert into contracts (title, client_name, client_email, client_phone, address, builder_name, job_name, job_number,
                          lots, status, amount_cents, currency, starts_on, ends_on, notes)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, 'draft'), $11, $12, $13, $14, $15) returning id`,
);
const SET_STATUS = sql(
  "set_status",
  "update contracts set status = $3 where id = $1 and version = $2 and deleted_at is null returning id",
);

/** With items the amount is their sum, whatever was given. */
async function amountOf(query: Query, { items = [], amountCents }: ContractInput): Promise<number> {
  if (items.length === 0) return amountCents ?? 0;
  const [total] = await query<{ amountCents: number }>(TOTAL, [JSON.stringify(items)]);
  return total?.amountCents ?? 0;
}

const values = (input: ContractInput, amountCents: number) => [
  input.title,
  input.clientName,
  input.clientEmail ?? null,
  input.clientPhone ?? null,
  input.address ?? null,
  input.builderName ?? null,
  input.jobName ?? null,
  input.jobNumber ?? null,
  input.lots ?? [],
  input.status ?? null,
  amountCents,
  input.currency ?? "USD",
  input.startsOn ?? null,
  input.endsOn ?? null,
  input.notes ?? null,
];

/** Contracts of the tenant whose role `database` logs in as: its search path names the schema. */
export function contractsRepository(database: Database) {
  const table = tableRepository<Written, Contract>(database, contractsTable);
  const find = async (id: string, query: Query = database.query): Promise<ContractDetail | undefined> =>
    (await query<JsonRow<ContractDetail>>(FIND, [id]))[0]?.row;
  return {
    ...table,
    find,
    /** Newest first, unless another order is asked for. */
    list: ({ status, startsFrom, startsTo, ...options }: ContractQuery): Promise<Page<Contract>> =>
      table.list(
        options,
        given([
          { text: "status = ?", value: status },
          { text: "starts_on >= ?::date", value: startsFrom },
          { text: "starts_on <= ?::date", value: startsTo },
        ]),
      ),
    create: (actor: string, input: ContractInput): Promise<ContractDetail | undefined> =>
      database.transaction(actor, async (query) => {
        const [created] = await query<{ id: string }>(CREATE, values(input, await amountOf(query, input)));
        if (created === undefined) return undefined;
        if (input.items?.length) await query(ADD_ITEMS, [created.id, JSON.stringify(input.items)]);
        return find(created.id, query);
      }),
    /** @returns undefined when it does not exist or its version is another one */
    update: (
      actor: string,
      id: string,
      version: number,
      input: ContractInput,
    ): Promise<ContractDetail | undefined> =>
      database.transaction(actor, async (query) => {
        // Items that are not mentioned stay, and so does the amount that they add up to.
        const items = input.items ?? (await find(id, query))?.items ?? [];
        const amountCents = await amountOf(query, { ...input, items: [...items] });
        const updated = await query(UPDATE, [id, version, ...values(input, amountCents)]);
        if (updated.length === 0) return undefined;
        if (input.items !== undefined) {
          await query(REMOVE_ITEMS, [id]);
          if (input.items.length > 0) await query(ADD_ITEMS, [id, JSON.stringify(input.items)]);
        }
        return find(id, query);
      }),
    /** @returns undefined when it does not exist or its version is another one */
    setStatus: (
      actor: string,
      id: string,
      version: number,
      status: string,
    ): Promise<ContractDetail | undefined> =>
      database.transaction(actor, async (query) => {
        const changed = await query(SET_STATUS, [id, version, status]);
        return changed.length === 0 ? undefined : find(id, query);
      }),
  };
}

export type ContractsRepository = ReturnType<typeof contractsRepository>;
