import type { Dashboard } from "../../shared/dashboard.ts";
import type { Database, Statement } from "../../shared/database.ts";
import { iso } from "./table.ts";

const sql = (name: string, text: string): Statement => ({ name: `dashboard_${name}`, text });

const TODAY = sql(
  "today",
  `select today::text, (date_trunc('month', today) - interval '11 months')::date::text as "from",
          (date_trunc('month', today) + interval '1 month')::date::text as "to"
   from (select (now() at time zone $1)::date as today) as now`,
);
const CONTRACTS = sql(
  "contracts",
  `select status, currency, count(*)::integer as count, sum(amount_cents)::bigint as "amountCents"
   from contracts where deleted_at is null group by status, currency order by status, currency`,
);
const LOW_COUNT = sql(
  "low_count",
  "select count(*)::integer as count from inventory where deleted_at is null and quantity < minimum_quantity",
);
const LOW_ITEMS = sql(
  "low_items",
  `select id, sku, name, unit, quantity, minimum_quantity as "minimumQuantity" from inventory
   where deleted_at is null and quantity < minimum_quantity
   order by quantity / minimum_quantity, id limit 10`,
);
const BOOKINGS = sql(
  "bookings",
  `select id, title, ${iso("starts_at")} as "startsAt", ${iso("ends_at")} as "endsAt", status,
          contract_id as "contractId",
          (select number from contracts where contracts.id = schedule.contract_id) as "contractNumber"
   from schedule
   where deleted_at is null and status <> 'cancelled' and period && tstzrange(now(), now() + interval '7 days')
   order by starts_at, id limit 10`,
);

interface Days {
  readonly today: string;
  readonly from: string;
  readonly to: string;
}

/** What the business looks like today. */
export function dashboardRepository(
  database: Database,
  months: (from: string, to: string) => Promise<Dashboard["months"]>,
) {
  return {
    /** @param timeZone the tenant's, IANA: where it is another day, it is another month too */
    async read(timeZone: string): Promise<Dashboard> {
      const [days] = await database.query<Days>(TODAY, [timeZone]);
      if (days === undefined) throw new Error("the database does not know what day it is");
      const [contracts, byMonth, low, items, bookings] = await Promise.all([
        database.query<Dashboard["contracts"][number]>(CONTRACTS, []),
        months(days.from, days.to),
        database.query<{ count: number }>(LOW_COUNT, []),
        database.query<Dashboard["lowStock"]["items"][number]>(LOW_ITEMS, []),
        database.query<Dashboard["bookings"][number]>(BOOKINGS, []),
      ]);
      const lowStock = { count: low[0]?.count ?? 0, items };
      return { today: days.today, contracts, months: byMonth, lowStock, bookings };
    },
  };
}

export type DashboardRepository = ReturnType<typeof dashboardRepository>;
