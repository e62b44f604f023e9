import type { Database } from "../shared/database.ts";
import { enqueue } from "../shared/jobs.ts";
import { asTenant } from "./as-tenant.ts";
import { profileOf } from "./kinds/profile.ts";
import type { WorkerTenant } from "./tenants.ts";

/**
 * @param timeZone IANA
 * @param moment milliseconds since 1970
 * @returns the day there, YYYY-MM-DD
 */
export function dayIn(timeZone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
    .formatToParts(moment)
    .map(({ type, value }) => [type, value] as const);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}

/** @returns the day before, YYYY-MM-DD */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3600 * 1000).toISOString().slice(0, 10);
}

interface Clock {
  readonly timeZone: string;
  /** The day that has been seen to begin. */
  readonly today: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}
const HOUR_MILLISECONDS = 3_600_000;

/**
 * What happens every night: when a tenant's day has ended, its summary and the clean-up are asked for. They have names,
 * so that two workers, or one that has been started again, ask for them once.
 *
 * @param now clock in milliseconds
 */
export function createSchedule(database: Database, now: () => number = Date.now) {
  const known = new Map<string, Clock>();
  /** With the tenant's own time zone, asks for what the end of its last day brings. */
  const begin = (tenant: WorkerTenant): Promise<Clock> =>
    asTenant(database, tenant, async (query) => {
      const { timeZone } = await profileOf(query);
      const today = dayIn(timeZone, now());
      const day = dayBefore(today);
      await enqueue(query, "summary", { day }, { deduplicationKey: `summary:${day}` });
      await enqueue(query, "cleanup", {}, { deduplicationKey: `cleanup:${today}` });
      return { timeZone, today, readAt: now() };
    });
  return {
    /** Asks for what is due at the tenant. Its schema is looked into once an hour, for an owner may change the time zone. */
    async look(tenant: WorkerTenant): Promise<void> {
      const clock = known.get(tenant.id);
      const isFresh = clock !== undefined && now() - clock.readAt < HOUR_MILLISECONDS;
      if (isFresh && dayIn(clock.timeZone, now()) === clock.today) return;
      known.set(tenant.id, await begin(tenant));
    },
  };
}
