const MAXIMUM_CENTS = 1_000_000_000_000;

/**
 * Reads an amount as people type it: 1234.5, 1,234.50 or 1.234,50.
 *
 * @returns whole cents, or undefined when it is no amount
 */
export function parseCents(text: string): number | undefined {
  const compact = text.replace(/[\s$€]/g, "");
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(compact);
  if (match === null) return undefined;
  const units = Number((match[1] ?? "").replace(/[.,]/g, ""));
  const cents = units * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return cents <= MAXIMUM_CENTS ? cents : undefined;
}

/** Reads an amount as `parseCents` does, with a minus before it or without. */
export function parseSignedCents(text: string): number | undefined {
  const [, minus, amount = ""] = /^\s*([-−]?)(.*)$/s.exec(text) ?? [];
  const cents = parseCents(amount);
  return cents !== undefined && minus !== "" ? -cents : cents;
}

/** @returns about the amount, in few letters and for where its currency has been named, such as $12.5K */
export function formatCompactCents(cents: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    notation: "compact",
    maximumSignificantDigits: 3,
  }).format(cents / 100);
}

/** @returns the amount in the reader's way of writing, such as $1,234.50 */
export function formatCents(cents: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);
}
