import { type TObject, type TProperties, Type } from "typebox";
import {
  type ContractInput,
  type ContractQuery,
  contractInput,
  contractQuery,
} from "../../shared/contracts.ts";
import type { RowError } from "../../shared/imports.ts";
import { type ItemInput, itemInput, itemQuery } from "../../shared/inventory.ts";
import type { ListQuery, Page } from "../../shared/paging.ts";
import type { SheetName } from "../../shared/sheets.ts";
import { type TransactionInput, transactionInput, transactionQuery } from "../../shared/transactions.ts";
import type { ContractsRepository } from "../repositories/contracts.ts";
import type { ImportsRepository } from "../repositories/imports.ts";
import type { InventoryRepository } from "../repositories/inventory.ts";
import type { TransactionsRepository } from "../repositories/transactions.ts";
import { type ItemOptions, itemConditions } from "../routes/inventory.ts";
import { type TransactionOptions, transactionConditions } from "../routes/transactions.ts";
import { CONTRACT_COLUMNS, type Column, ITEM_COLUMNS, TRANSACTION_COLUMNS } from "./columns.ts";
import type { ImportRow } from "./import.ts";

/** What the database would refuse, found out before anything is written. */
type Prepare = (rows: readonly ImportRow[]) => Promise<readonly RowError[]>;

/** A list that can be exported and imported. */
export interface Sheet {
  /** Of the path, and of the file. */
  readonly name: SheetName;
  readonly columns: readonly Column[];
  readonly query: TObject<TProperties>;
  readonly input: TObject<TProperties>;
  readonly list: (options: ListQuery) => Promise<Page<object>>;
  readonly prepare: Prepare;
  readonly createMany: (actor: string | null, rows: readonly ImportRow[]) => Promise<number>;
}

// The rows have been checked against the very shapes that these types come from.
const valuesOf = <Input>(rows: readonly ImportRow[]) => rows.map(({ value }) => value as unknown as Input);

/** The sheets of a tenant, on what reads and writes its tables. */
export function sheetsOf(
  contracts: ContractsRepository,
  { items }: InventoryRepository,
  transactions: TransactionsRepository,
  lookups: ImportsRepository,
): readonly Sheet[] {
  const period: Prepare = async (rows) =>
    rows
      .filter(({ value }) => String(value.endsOn ?? "9999") < String(value.startsOn ?? ""))
      .map(({ line }) => ({ line, column: "endsOn", message: "must not be before startsOn" }));
  const skus: Prepare = async (rows) => {
    const taken = await lookups.takenSkus(rows.map(({ value }) => String(value.sku)));
    return rows
      .filter((_, place) => taken.has(place))
      .map(({ line }) => ({ line, column: "sku", message: "is taken already" }));
  };
  /** Puts the contract's id in the place of its number. */
  const contractNumbers: Prepare = async (rows) => {
    const linked = rows.filter(({ value }) => value.contractNumber !== undefined);
    const ids = await lookups.contractIds(linked.map(({ value }) => Number(value.contractNumber)));
    for (const { value } of linked) value.contractId = ids.get(Number(value.contractNumber));
    return linked
      .filter(({ value }) => value.contractId === undefined)
      .map(({ line }) => ({ line, column: "contractNumber", message: "is the number of no contract" }));
  };

  return [
    {
      name: "contracts",
      columns: CONTRACT_COLUMNS,
      query: contractQuery,
      input: Type.Omit(contractInput, ["items"]),
      list: (options) => contracts.list(options as ContractQuery),
      prepare: period,
      createMany: (actor, rows) => contracts.createMany(actor, valuesOf<Omit<ContractInput, "items">>(rows)),
    },
    {
      name: "inventory",
      columns: ITEM_COLUMNS,
      query: itemQuery,
      input: itemInput,
      list: (options) => items.list(options, itemConditions(options as ItemOptions)),
      prepare: skus,
      createMany: (actor, rows) => items.createMany(actor, valuesOf<ItemInput>(rows)),
    },
    {
      name: "transactions",
      columns: TRANSACTION_COLUMNS,
      query: transactionQuery,
      input: Type.Omit(transactionInput, ["contractId"]),
      list: (options) => transactions.list(options, transactionConditions(options as TransactionOptions)),
      prepare: contractNumbers,
      createMany: (actor, rows) => transactions.createMany(actor, valuesOf<TransactionInput>(rows)),
    },
  ];
}
