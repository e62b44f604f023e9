import type { Month } from "./business.ts";

/** A rectangle of the chart, in its own units. */
export interface Bar {
  readonly month: string;
  readonly kind: "income" | "expense";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @returns two bars per month, the highest as high as the chart; none where there is no money */
export function toBars(months: readonly Month[], width: number, height: number): Bar[] {
  const highest = Math.max(...months.flatMap(({ incomeCents, expenseCents }) => [incomeCents, expenseCents]));
  if (!(highest > 0)) return [];
  const step = width / months.length;
  return months.flatMap(({ month, incomeCents, expenseCents }, index) =>
    (["income", "expense"] as const).map((kind, second) => {
      const share = (kind === "income" ? incomeCents : expenseCents) / highest;
      const tall = Math.round(share * height);
      const x = Math.round(step * index + step * (0.1 + 0.4 * second));
      return { month, kind, x, y: height - tall, width: Math.round(step * 0.4), height: tall };
    }),
  );
}

/** @returns the months apart, currency by currency: their sums mean nothing together */
export function byCurrency(
  months: readonly Month[],
): { readonly currency: string; readonly months: Month[] }[] {
  const currencies = [...new Set(months.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => ({
    currency,
    months: months.filter((month) => month.currency === currency),
  }));
}
