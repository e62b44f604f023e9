import type { Transaction, TransactionInput } from "../../../../shared/transactions.ts";
import { orNull } from "../../format/text.ts";

/** A transaction as it stands in the fields of the form. */
export interface TransactionFields {
  kind: Transaction["kind"];
  category: string | null;
  amountCents: number | null;
  occurredOn: string;
  contractId: string | null;
  paymentMethod: Transaction["paymentMethod"];
  reference: string;
  notes: string;
}

/** @param today on which a new one is */
export const toFields = (transaction: Transaction | undefined, today: string): TransactionFields => ({
  kind: transaction?.kind ?? "income",
  category: transaction?.category ?? null,
  amountCents: transaction?.amountCents ?? null,
  occurredOn: transaction?.occurredOn ?? today,
  contractId: transaction?.contractId ?? null,
  paymentMethod: transaction?.paymentMethod ?? null,
  reference: transaction?.reference ?? "",
  notes: transaction?.notes ?? "",
});

export const toInput = (
  { category, amountCents, reference, notes, ...fields }: TransactionFields,
  before: Transaction | undefined,
): TransactionInput => ({
  ...fields,
  category: category ?? "",
  amountCents: amountCents ?? 0,
  reference: orNull(reference),
  notes: orNull(notes),
  ...(before === undefined ? {} : { currency: before.currency }),
});
