import type { Database, Statement } from "../../shared/database.ts";
import type { Month, Transaction, TransactionInput } from "../../shared/transactions.ts";
import { type TableDefinition, tableRepository } from "./table.ts";

export const transactionsTable: TableDefinition<TransactionInput> = {
  table: "transactions",
  fields: {
    contractId: "contract_id",
    kind: "kind",
    category: "category",
    amountCents: "amount_cents",
    currency: "currency",
    occurredOn: "occurred_on",
    paymentMethod: "payment_method",
    reference: "reference",
    notes: "notes",
  },
  defaults: { currency: "USD" },
  derived: { contractNumber: "(select number from contracts where contracts.id = transactions.contract_id)" },
  orders: {
    occurredOn: { expression: "occurred_on", type: "date" },
    amountCents: { expression: "amount_cents", type: "bigint" },
  },
};

// Sums as bigint: exact, and a number again in JavaScript. By day first: naming the month of every single row would
// take most of the time (measured: 80 ms instead of 30 for 80,000 rows).
const MONTHS: Statement = {
  name: "transactions_months",
  text: `select to_char(day, 'YYYY-MM') as month, currency, coalesce(sum(income), 0)::bigint as "incomeCents",
                coalesce(sum(expense), 0)::bigint as "expenseCents"
         from (select occurred_on as day, currency, sum(amount_cents) filter (where kind = 'income') as income,
                      sum(amount_cents) filter (where kind = 'expense') as expense
               from transactions
               where deleted_at is null and occurred_on >= $1::date and occurred_on < $2::date
               group by occurred_on, currency) as days
         group by 1, 2 order by 1, 2`,
};

/** Income and expenses. */
export function transactionsRepository(database: Database) {
  return {
    ...tableRepository<TransactionInput, Transaction>(database, transactionsTable),
    /** Totals per month and currency. @param from first day @param to the day after the last one */
    months: (from: string, to: string): Promise<Month[]> => database.query(MONTHS, [from, to]),
  };
}

export type TransactionsRepository = ReturnType<typeof transactionsRepository>;
