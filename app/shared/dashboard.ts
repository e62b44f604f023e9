/** Shape of the dashboard: what the business looks like today, in the tenant's own time zone. */
import { type Static, Type } from "typebox";
import { CONTRACT_STATUSES } from "./contract-status.ts";
import { crew } from "./crews.ts";
import { item } from "./inventory.ts";
import { booking } from "./schedule.ts";
import { currency, date, rowOf, uuid } from "./shapes.ts";
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
  /** The last 24 months that have money in them, this one included. */
  months: monthlySummary.properties.items,
  lowStock: Type.Object({
    count,
    /** The ten that lack most of their minimum. */
    items: Type.Array(
      Type.Pick(rowOf(item.properties), ["id", "sku", "name", "unit", "quantity", "minimumQuantity"]),
    ),
  }),
  /** All stock at the items' own cost, in the currency of the settings; a number, for it may be larger than any amount. */
  stockValueCents: Type.Number(),
  /** What every crew has to do in the coming seven days; empty without the module `crews`. */
  crewLoad: Type.Array(
    Type.Object({
      ...Type.Pick(crew, ["name", "color"]).properties,
      crewId: uuid,
      bookings: count,
      minutes: count,
    }),
  ),
  /** The next ten of the coming seven days. */
  bookings: Type.Array(
    Type.Pick(booking, ["id", "title", "startsAt", "endsAt", "status", "contractId", "contractNumber"]),
  ),
});

export type Dashboard = Static<typeof dashboard>;
