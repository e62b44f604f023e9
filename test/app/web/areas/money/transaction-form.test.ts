import { expect, it } from "vitest";
import type { Transaction } from "../../../../../app/shared/transactions.ts";
import { toFields, toInput } from "../../../../../app/web/src/areas/money/transaction-form.ts";

const transaction: Transaction = {
  id: "0199a6a0-0000-7000-8000-000000000001",
  contractId: "0199a6a0-0000-7000-8000-000000000002",
  contractNumber: 7,
  kind: "expense",
  category: "fuel",
  amountCents: 4550,
  currency: "MXN",
  occurredOn: "2026-11-20",
  paymentMethod: "cash",
  reference: "A-1",
  notes: null,
  version: 2,
  createdAt: "2026-11-20T00:00:00.000Z",
  updatedAt: "2026-11-20T00:00:00.000Z",
  deletedAt: null,
};

it("gives back a transaction that nobody has touched, in its own currency", () => {
  const { id, contractNumber, version, createdAt, updatedAt, deletedAt, ...input } = transaction;
  expect(toInput(toFields(transaction, "2026-11-23"), transaction)).toEqual(input);
});

it("a new one is of today, in the currency that the server knows", () => {
  const fields = {
    ...toFields(undefined, "2026-11-23"),
    category: "service",
    amountCents: 100,
    reference: " ",
  };
  expect(toInput(fields, undefined)).toEqual({
    kind: "income",
    category: "service",
    amountCents: 100,
    occurredOn: "2026-11-23",
    contractId: null,
    paymentMethod: null,
    reference: null,
    notes: null,
  });
});
