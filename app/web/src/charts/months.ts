import type { Month } from "../../../shared/transactions.ts";

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

interface Series {
  readonly name: string;
  /** #rrggbb. */
  readonly color: string;
}

/** What a chart of months is written with. */
interface MonthsStyle {
  readonly income: Series;
  readonly expense: Series;
  readonly month: (month: string) => string;
  readonly money: (cents: number) => string;
  /** For the axis, which has little room. */
  readonly compactMoney: (cents: number) => string;
}

/** @returns two bars per month, for ECharts; its values are cents */
export function monthsOption(
  months: readonly Month[],
  { income, expense, month, money, compactMoney }: MonthsStyle,
) {
  const bars = (series: Series, data: readonly number[]) => ({
    ...series,
    type: "bar",
    data,
    itemStyle: { borderRadius: [4, 4, 0, 0] },
  });
  return {
    xAxis: { type: "category", data: months.map((one) => month(one.month)) },
    yAxis: { type: "value", axisLabel: { formatter: compactMoney } },
    tooltip: { trigger: "axis", valueFormatter: money },
    legend: { top: 0 },
    series: [
      bars(
        income,
        months.map(({ incomeCents }) => incomeCents),
      ),
      bars(
        expense,
        months.map(({ expenseCents }) => expenseCents),
      ),
    ],
  };
}
