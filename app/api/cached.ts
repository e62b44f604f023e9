/** The reads that are remembered: those that add up whole tables. */
import { dashboard } from "../shared/dashboard.ts";
import type { QueryCache } from "../shared/query-cache.ts";
import { monthlySummary } from "../shared/transactions.ts";
import type { DashboardRepository } from "./repositories/dashboard.ts";
import type { TransactionsRepository } from "./repositories/transactions.ts";

/** The dashboard, out of the cache where it is there. What the clock alone changes is at most a minute old. */
export const cachedDashboard = (repository: DashboardRepository, cache: QueryCache): DashboardRepository => ({
  read: (timeZone, withCrews) =>
    cache.read({
      name: `dashboard:${timeZone}:${withCrews}`,
      shape: dashboard,
      topics: ["contracts", "crews", "inventory", "schedule", "transactions"],
      load: () => repository.read(timeZone, withCrews),
    }),
});

/** Income and expenses, whose totals come out of the cache where they are there. */
export const cachedMonths = (
  repository: TransactionsRepository,
  cache: QueryCache,
): TransactionsRepository => ({
  ...repository,
  months: (from, to) =>
    cache.read({
      name: `months:${from}:${to}`,
      shape: monthlySummary,
      topics: ["transactions"],
      load: () => repository.months(from, to),
    }),
});
