const DAY = 86_400_000;

/** @param day YYYY-MM-DD @returns the day that is `count` days later */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);

/** @returns the Monday of the day's week */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** @returns the day on which the instant falls in the time zone, YYYY-MM-DD */
export function dayIn(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** @returns such as "23 nov 2026"; a day has no time zone */
export const formatDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** @returns such as "lunes, 23 de noviembre" */
export const formatWeekday = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** @param month YYYY-MM @returns such as "nov 26" */
export const formatMonth = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: "short", year: "2-digit", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** @returns the time of day in the time zone, such as 08:30 */
export const formatTime = (instant: string, timeZone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(new Date(instant));

interface Timed {
  readonly startsAt: string;
  readonly endsAt: string;
}

/**
 * @param monday the week's first day
 * @returns what happens in the week, day by day; what began before it stands on its first day
 */
export function toWeek<Row extends Timed>(rows: readonly Row[], monday: string, timeZone: string) {
  const days = Array.from({ length: 7 }, (_, index) => ({ day: addDays(monday, index), rows: [] as Row[] }));
  for (const row of rows) {
    const first = dayIn(new Date(row.startsAt), timeZone);
    // What ends at midnight does not reach into the next day.
    const last = dayIn(new Date(Date.parse(row.endsAt) - 1), timeZone);
    const shown = first < monday ? monday : first;
    if (last >= monday) days.find(({ day }) => day === shown)?.rows.push(row);
  }
  return days;
}
