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

const CLOCK = ["year", "month", "day", "hour", "minute", "second"] as const;

/** @returns what the clocks of the time zone show at the instant, as milliseconds as if they showed UTC */
function wallClock(instant: number, timeZone: string): number {
  const whole = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const time = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat("en", { timeZone, ...whole, ...time }).formatToParts(instant);
  const [year = 0, month = 1, day, hour, minute, second] = CLOCK.map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The way back. A time that the clocks leave out (when summer begins) becomes the one an hour earlier. */
function fromWallClock(wall: number, timeZone: string): string {
  const offsetAt = (instant: number) => wallClock(instant, timeZone) - instant;
  return new Date(wall - offsetAt(wall - offsetAt(wall))).toISOString();
}

/** @param day YYYY-MM-DD @param time HH:MM @returns the instant at which the clocks of the time zone show them */
export const instantOf = (day: string, time: string, timeZone: string): string =>
  fromWallClock(Date.parse(`${day}T${time}:00Z`), timeZone);

/** @returns what the clocks of the time zone show at the instant, HH:MM */
export const timeIn = (instant: string, timeZone: string): string =>
  new Date(wallClock(Date.parse(instant), timeZone)).toISOString().slice(11, 16);

/** @returns the same time of day, so many days later, whatever the clocks did in between */
export const shiftDays = (instant: string, days: number, timeZone: string): string =>
  fromWallClock(wallClock(Date.parse(instant), timeZone) + days * DAY, timeZone);
