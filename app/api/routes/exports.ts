import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { type TObject, type TProperties, Type } from "typebox";
import {
  type ContractInput,
  type ContractQuery,
  contractInput,
  contractQuery,
} from "../../shared/contracts.ts";
import { FORMATS, type Format, importQuery, importReport, type RowError } from "../../shared/imports.ts";
import { type ItemInput, itemInput, itemQuery } from "../../shared/inventory.ts";
import type { ListQuery, Page } from "../../shared/paging.ts";
import { DESK, MANAGERS } from "../../shared/roles.ts";
import { strict } from "../../shared/shapes.ts";
import { type TransactionInput, transactionInput, transactionQuery } from "../../shared/transactions.ts";
import { ProblemError } from "../problem.ts";
import { translateMessage, translateValidation } from "../problem-texts.ts";
import type { ContractsRepository } from "../repositories/contracts.ts";
import type { ImportsRepository } from "../repositories/imports.ts";
import type { InventoryRepository } from "../repositories/inventory.ts";
import type { TransactionsRepository } from "../repositories/transactions.ts";
import { CONTRACT_COLUMNS, type Column, ITEM_COLUMNS, TRANSACTION_COLUMNS } from "../tabular/columns.ts";
import { exportStream, MEDIA_TYPES } from "../tabular/export.ts";
import { type Check, type ImportRow, readImport } from "../tabular/import.ts";
import { type ItemOptions, itemConditions } from "./inventory.ts";
import { type TransactionOptions, transactionConditions } from "./transactions.ts";

/** 20,000 rows of some length. */
const MAXIMUM_IMPORT_BYTES = 8 * 1024 * 1024;
const MAXIMUM_ERRORS = 1000;

/** What the database would refuse, found out before anything is written. */
type Prepare = (rows: readonly ImportRow[]) => Promise<readonly RowError[]>;

interface Sheet {
  /** Of the path, and of the file. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly query: TObject<TProperties>;
  readonly input: TObject<TProperties>;
  readonly list: (options: ListQuery) => Promise<Page<object>>;
  readonly prepare: Prepare;
  readonly createMany: (actor: string, rows: readonly ImportRow[]) => Promise<number>;
}

/** The table's own rules; a column that only a file has is none of theirs. */
function checkOf(request: FastifyRequest, input: TObject<TProperties>): Check {
  const validate = request.compileValidationSchema(input, "body");
  return (value) => {
    const { contractNumber: _known, ...known } = value;
    if (validate(known)) return undefined;
    translateValidation(request.language, validate.errors);
    const [error] = validate.errors ?? [];
    const missing = error?.params.missingProperty;
    const field = typeof missing === "string" ? missing : (error?.instancePath.split("/")[1] ?? "");
    return {
      field,
      message: typeof missing === "string" ? "must not be empty" : (error?.message ?? "is not valid"),
    };
  };
}

/** /exports/<what>?format=csv|xlsx and /imports/<what>?dryRun=true for contracts, inventory and transactions. */
export function exportRoutes(
  contracts: ContractsRepository,
  { items }: InventoryRepository,
  transactions: TransactionsRepository,
  lookups: ImportsRepository,
): FastifyPluginAsync {
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
  // The rows have been checked against the very shapes that these types come from.
  const valuesOf = <Input>(rows: readonly ImportRow[]) => rows.map(({ value }) => value as unknown as Input);

  const sheets: readonly Sheet[] = [
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

  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "text/csv",
      { parseAs: "buffer", bodyLimit: MAXIMUM_IMPORT_BYTES },
      (_request, body, done) => done(null, body),
    );
    for (const sheet of sheets) {
      const { limit: _limit, cursor: _cursor, ...filters } = sheet.query.properties;
      const querystring = strict({ ...filters, format: Type.Enum([...FORMATS], { default: "csv" }) });
      app.get(
        `/exports/${sheet.name}`,
        { schema: { querystring }, config: { roles: DESK } },
        async ({ query }, reply) => {
          const { format, ...options } = query as ListQuery & { readonly format: Format };
          const file = await exportStream(format, sheet.name, sheet.columns, options, sheet.list);
          return reply
            .type(MEDIA_TYPES[format])
            .header("content-disposition", `attachment; filename="${sheet.name}.${format}"`)
            .send(file);
        },
      );
      app.post(
        `/imports/${sheet.name}`,
        {
          bodyLimit: MAXIMUM_IMPORT_BYTES,
          schema: { querystring: importQuery, response: { 200: importReport } },
          config: { roles: MANAGERS },
        },
        async (request) => {
          const { dryRun } = request.query as { readonly dryRun: boolean };
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const read = readImport(body, sheet.columns, checkOf(request, sheet.input));
          const found = [...read.errors, ...(await sheet.prepare(read.rows))].sort((a, b) => a.line - b.line);
          const errors = found.slice(0, MAXIMUM_ERRORS).map((error) => ({
            ...error,
            message: translateMessage(request.language, error.message),
          }));
          const report = { dryRun, rows: read.total, imported: 0, bad: found.length, errors };
          if (dryRun) return report;
          if (found.length > 0) throw refused(errors, found.length);
          return { ...report, imported: await sheet.createMany(request.identity.userId, read.rows) };
        },
      );
    }
  };
}

function refused(errors: readonly RowError[], bad: number): ProblemError {
  return new ProblemError({
    type: "urn:chalan:problem:import",
    title: "Nothing was imported: rows are not valid",
    status: 400,
    detail: `${bad} rows are not valid`,
    errors: errors.map(({ line, column, message }) => ({
      path: `line ${line}${column === null ? "" : `/${column}`}`,
      message,
    })),
  });
}
