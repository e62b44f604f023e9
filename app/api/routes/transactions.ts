import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ListQuery } from "../../shared/paging.ts";
import { DESK } from "../../shared/roles.ts";
import {
  monthlySummary,
  summaryQuery,
  transaction,
  transactionInput,
  transactionQuery,
} from "../../shared/transactions.ts";
import { given } from "../repositories/listing.ts";
import type { TransactionsRepository } from "../repositories/transactions.ts";
import { resourceRoutes } from "./resource.ts";

export interface TransactionOptions extends ListQuery {
  readonly kind?: string;
  readonly category?: string;
  readonly contractId?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The filters of transactions. */
export const transactionConditions = ({ kind, category, contractId, from, to }: TransactionOptions) =>
  given([
    { text: "kind = ?", value: kind },
    { text: "category = ?", value: category },
    { text: "contract_id = ?", value: contractId },
    { text: "occurred_on >= ?::date", value: from },
    { text: "occurred_on <= ?::date", value: to },
  ]);

/** /transactions, and /transactions/summary: the months of a year. */
export function transactionRoutes(transactions: TransactionsRepository): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/transactions/summary",
      { schema: { querystring: summaryQuery, response: { 200: monthlySummary } }, config: { roles: DESK } },
      async ({ query: { year } }) => ({
        items: await transactions.months(`${year}-01-01`, `${year + 1}-01-01`),
      }),
    );
    await app.register(
      resourceRoutes({
        path: "/transactions",
        what: "Transaction",
        row: transaction,
        input: transactionInput,
        query: transactionQuery,
        repository: transactions,
        conditions: transactionConditions,
      }),
    );
  };
}
