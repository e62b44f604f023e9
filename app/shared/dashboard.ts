/** Shape of the dashboard: what the business looks like today, in the tenant's own time zone. */
import { type Static, Type } from "typebox";
import { CONTRACT_STATUSES } from "./contract-status.ts";
import { item } from "./inventory.ts";
import { booking } from "./schedule.ts";
import { currency, date, rowOf } from "./shapes.ts";
import { monthlySummary } from "./transactions.ts";

const count = Type.Integer();

export const dashboard = Type.Object({
  today: date,
  contracts: Type.Array(
    Type.Object({
      status: Type.Enum([...CONTRACT_STATUSES]),
      currency,
      count,
      amountCents: Type.Integer(),
    }),
  ),
  /** The last twelve months, this one included. */
  months: monthlySummary.properties.items,
  lowStock: Type.Object({
    count,
    /** The ten that lack most of their minimum. */
    items: Type.Array(
      Type.Pick(rowOf(item.properties), ["id", "sku", "name", "unit", "quantity", "minimumQuantity"]),
    ),
  }),
  /** The next ten of the coming seven days. */
  bookings: Type.Array(
    Type.Pick(booking, ["id", "title", "startsAt", "endsAt", "status", "contractId", "contractNumber"]),
  ),
});

export type Dashboard = Static<typeof dashboard>;
