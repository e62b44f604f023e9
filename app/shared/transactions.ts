/** Shapes of income and expenses. */
import { type Static, Type } from "typebox";
import { listQuery } from "./paging.ts";
import { currency, date, MAXIMUM_CENTS, notes, nullable, rowOf, strict, text, uuid } from "./shapes.ts";
import { KINDS, PAYMENT_METHODS } from "./transaction-kinds.ts";

const kind = Type.Enum([...KINDS]);
const paymentMethod = Type.Enum([...PAYMENT_METHODS]);

const fields = {
  contractId: nullable(uuid),
  kind,
  category: text(100),
  /** Always positive: the kind says the direction. */
  amountCents: Type.Integer({ minimum: 1, maximum: MAXIMUM_CENTS }),
  currency,
  occurredOn: date,
  paymentMethod: nullable(paymentMethod),
  reference: nullable(text(100)),
  notes: nullable(notes),
};
export const transactionInput = strict({
  kind,
  category: fields.category,
  amountCents: fields.amountCents,
  occurredOn: date,
  currency: Type.Optional(currency),
  contractId: Type.Optional(fields.contractId),
  paymentMethod: Type.Optional(fields.paymentMethod),
  reference: Type.Optional(fields.reference),
  notes: Type.Optional(fields.notes),
});
export const transaction = rowOf({ ...fields, contractNumber: nullable(Type.Integer()) });
export const TRANSACTION_SORTS = ["occurredOn", "amountCents"] as const;
export const transactionQuery = listQuery(TRANSACTION_SORTS, "desc", {
  kind: Type.Optional(kind),
  category: Type.Optional(text(100)),
  contractId: Type.Optional(uuid),
  from: Type.Optional(date),
  to: Type.Optional(date),
});

const month = Type.Object({
  /** YYYY-MM. */
  month: Type.String(),
  currency,
  incomeCents: Type.Integer(),
  expenseCents: Type.Integer(),
});
/** Every month of the year that has money in it, per currency. */
export const monthlySummary = Type.Object({ items: Type.Array(month) });
export const summaryQuery = strict({ year: Type.Integer({ minimum: 1900, maximum: 2999 }) });

export type Transaction = Static<typeof transaction>;
export type TransactionInput = Static<typeof transactionInput>;
export type Month = Static<typeof month>;
