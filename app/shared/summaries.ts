/** Shape of a day's summary, which the worker makes at night. */
import { type Static, Type } from "typebox";
import { CONTRACT_STATUSES } from "./contract-status.ts";
import { currency, date, signedCents } from "./shapes.ts";

const count = Type.Integer();

export const figures = Type.Object({
  newContracts: count,
  /** Contracts that got a status on that day. */
  statusChanges: Type.Array(Type.Object({ status: Type.Enum([...CONTRACT_STATUSES]), count })),
  money: Type.Array(Type.Object({ currency, incomeCents: signedCents, expenseCents: signedCents })),
  bookingsDone: count,
  stockMovements: count,
  /** Of the moment when the summary was made, as is the next. */
  lowStockItems: count,
  bookingsOfNextDay: count,
});

export const summary = Type.Object({ day: date, figures });
export const summaries = Type.Object({ items: Type.Array(summary) });

export type Figures = Static<typeof figures>;
export type Summary = Static<typeof summary>;
