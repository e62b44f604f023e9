import type { Query, Statement } from "../../shared/database.ts";
import { enqueue } from "../../shared/jobs.ts";
import type { Figures } from "../../shared/summaries.ts";
import type { JobHandler } from "../runner.ts";
import { summaryMail } from "./mails.ts";
import { managersOf } from "./people.ts";
import { profileOf } from "./profile.ts";

// $1: the day; $2: the time zone in which it is one.
const PERIOD =
  "($1::date::timestamp at time zone $2) and created_at < (($1::date + 1)::timestamp at time zone $2)";
const within = (column: string) => `${column} >= ${PERIOD.replace("created_at", column)}`;
const sql = (text: string): Statement => ({ name: "", text });

const COUNTS = sql(
  `select (select count(*) from contracts where deleted_at is null and ${within("created_at")}) as "newContracts",
          (select count(*) from schedule
           where deleted_at is null and status = 'done' and ${within("starts_at")}) as "bookingsDone",
          (select count(*) from stock_movements where ${within("created_at")}) as "stockMovements",
          (select count(*) from inventory
           where deleted_at is null and quantity < minimum_quantity) as "lowStockItems",
          (select count(*) from schedule
           where deleted_at is null and status = 'planned'
             and (starts_at at time zone $2)::date = $1::date + 1) as "bookingsOfNextDay"`,
);
const STATUSES = sql(
  `select status, count(*) as count from contracts
   where deleted_at is null and ${within("status_changed_at")} group by status order by status`,
);
const MONEY = sql(
  `select currency, coalesce(sum(amount_cents) filter (where kind = 'income'), 0)::bigint as "incomeCents",
          coalesce(sum(amount_cents) filter (where kind = 'expense'), 0)::bigint as "expenseCents"
   from transactions where deleted_at is null and occurred_on = $1 group by currency order by currency`,
);
const KEEP = sql(
  `insert into daily_summaries (day, figures) values ($1, $2)
   on conflict (day) do update set figures = excluded.figures, created_at = now()`,
);

/** @returns what happened on the day, as the tenant's clocks have it */
async function readFigures(query: Query, day: string, timeZone: string): Promise<Figures> {
  const [counts] = await query<Omit<Figures, "statusChanges" | "money">>(COUNTS, [day, timeZone]);
  if (counts === undefined) throw new Error("the database did not count");
  const statusChanges = await query<Figures["statusChanges"][number]>(STATUSES, [day, timeZone]);
  const money = await query<Figures["money"][number]>(MONEY, [day]);
  return { ...counts, statusChanges, money };
}

/** Whether there is something to tell of: nobody reads a letter a night that says nothing. */
function isQuiet({ newContracts, statusChanges, money, bookingsDone, stockMovements }: Figures): boolean {
  return newContracts + statusChanges.length + money.length + bookingsDone + stockMovements === 0;
}

/** Keeps what happened on a day, and tells owners and managers. */
export const summarizeDay: JobHandler<"summary"> = async ({ payload: { day }, query }) => {
  const tenant = await profileOf(query);
  const figures = await readFigures(query, day, tenant.timeZone);
  await query(KEEP, [day, JSON.stringify(figures)]);
  if (isQuiet(figures)) return undefined;
  for (const { email, name } of await managersOf(query)) {
    await enqueue(query, "mail", { to: email, ...summaryMail({ tenant, name, day, figures }) });
  }
  return undefined;
};
