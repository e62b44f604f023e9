import { useLanguage } from "../stores/language.ts";
import { useSession } from "../stores/session.ts";
import { dayIn, formatDay, formatMonth, formatTime, formatWeekday } from "./days.ts";
import { formatCents, formatCompactCents } from "./money.ts";

/** Writes values as the reader is used to, in the tenant's time zone. */
export function useFormat() {
  const language = useLanguage();
  const session = useSession();
  const day = (value: string) => formatDay(value, language.locale);
  return {
    /** @param value whole cents */
    money: (value: number, currency: string) => formatCents(value, currency, language.locale),
    /** @param value whole cents; for axes, which have little room */
    compactMoney: (value: number, currency: string) => formatCompactCents(value, currency, language.locale),
    /** @returns with two digits after the point, and without the currency */
    decimal: (value: number) =>
      new Intl.NumberFormat(language.locale, { minimumFractionDigits: 2 }).format(value),
    number: (value: number) => new Intl.NumberFormat(language.locale).format(value),
    /** @param value a file's size; shown in kB or MB */
    bytes: (value: number) => {
      const isLarge = value >= 1_000_000;
      return new Intl.NumberFormat(language.locale, {
        style: "unit",
        unit: isLarge ? "megabyte" : "kilobyte",
        maximumFractionDigits: 1,
      }).format(value / (isLarge ? 1_000_000 : 1000));
    },
    /** @param value YYYY-MM-DD, which has no time zone */
    day,
    /** @param value YYYY-MM-DD */
    weekday: (value: string) => formatWeekday(value, language.locale),
    /** @param value YYYY-MM */
    month: (value: string) => formatMonth(value, language.locale),
    /** @param value ISO 8601 with its zone */
    time: (value: string) => formatTime(value, session.timeZone, language.locale),
    /** @param value ISO 8601 with its zone */
    dayTime: (value: string) =>
      `${day(dayIn(new Date(value), session.timeZone))}, ${formatTime(value, session.timeZone, language.locale)}`,
  };
}
