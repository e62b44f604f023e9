import type { Dashboard } from "../../shared/dashboard.ts";
import type { Database, Statement } from "../../shared/database.ts";
import { iso } from "./table.ts";

const sql = (name: string, text: string): Statement => ({ name: `dashboard_${name}`, text });

const TODAY = sql(
  "today",
  `select today::text, (date_trunc('month', today) - interval '23 months')::date::text as "from",
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
const STOCK_VALUE = sql(
  "stock_value",
  `select coalesce(round(sum(quantity * unit_cost_cents)), 0) as "stockValueCents"
   from inventory where deleted_at is null and quantity > 0`,
);
const CREW_LOAD = sql(
  "crew_load",
  `select crews.id as "crewId", name, color, count(schedule.id)::integer as bookings,
          coalesce(round(sum(extract(epoch from upper(period * week) - lower(period * week))) / 60), 0)::integer as minutes
   from crews
   cross join (select tstzrange(now(), now() + interval '7 days') as week) as coming
   left join schedule on crew_id = crews.id and schedule.deleted_at is null and status <> 'cancelled' and period && week
   where crews.deleted_at is null
   group by crews.id order by fold(name), crews.id limit 100`,
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
    /**
     * @param timeZone the tenant's, IANA: where it is another day, it is another month too
     * @param withCrews whether the module `crews` is on
     */
    async read(timeZone: string, withCrews: boolean): Promise<Dashboard> {
      const [days] = await database.query<Days>(TODAY, [timeZone]);
      if (days === undefined) throw new Error("the database does not know what day it is");
      const [contracts, byMonth, low, items, value, crewLoad, bookings] = await Promise.all([
        database.query<Dashboard["contracts"][number]>(CONTRACTS, []),
        months(days.from, days.to),
        database.query<{ count: number }>(LOW_COUNT, []),
        database.query<Dashboard["lowStock"]["items"][number]>(LOW_ITEMS, []),
        database.query<Pick<Dashboard, "stockValueCents">>(STOCK_VALUE, []),
        withCrews ? database.query<Dashboard["crewLoad"][number]>(CREW_LOAD, []) : [],
        database.query<Dashboard["bookings"][number]>(BOOKINGS, []),
      ]);
      const lowStock = { count: low[0]?.count ?? 0, items };
      const { stockValueCents = 0 } = value[0] ?? {};
      return { today: days.today, contracts, months: byMonth, lowStock, stockValueCents, crewLoad, bookings };
    },
  };
}

export type DashboardRepository = ReturnType<typeof dashboardRepository>;
