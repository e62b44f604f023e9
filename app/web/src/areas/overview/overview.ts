import { CONTRACT_STATUSES, type ContractStatus } from "../../../../shared/contract-status.ts";
import type { Dashboard } from "../../../../shared/dashboard.ts";
import { request } from "../../api/http.ts";

export const dashboard = {
  name: "dashboard",
  read: (_id: string, signal?: AbortSignal) => request<Dashboard>("GET", "/dashboard", signal && { signal }),
};

export type StatusSum = Dashboard["contracts"][number];
export type CrewLoad = Dashboard["crewLoad"][number];

/** @returns the sums currency by currency, in the order of a contract's way */
export function sumsByCurrency(sums: readonly StatusSum[]) {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  const place = ({ status }: StatusSum) => CONTRACT_STATUSES.indexOf(status);
  return currencies.map((currency) => ({
    currency,
    sums: sums.filter((sum) => sum.currency === currency).toSorted((one, other) => place(one) - place(other)),
  }));
}

type Write = (value: number) => string;

/** A horizontal bar per row, the first row on top, for ECharts; what is told of one bar is longer than what fits an axis. */
const horizontal = (names: readonly string[], series: object, told: Write, onAxis: Write) => ({
  xAxis: { type: "value", axisLabel: { formatter: onAxis, hideOverlap: true } },
  yAxis: { type: "category", data: names, inverse: true, splitLine: { show: false } },
  tooltip: { trigger: "axis", valueFormatter: told },
  series: [{ type: "bar", itemStyle: { borderRadius: [0, 4, 4, 0] }, ...series }],
});

interface StatusStyle {
  readonly name: string;
  readonly color: string;
  readonly status: (status: ContractStatus) => string;
  readonly money: Write;
  /** For the axis. */
  readonly compactMoney: Write;
}

/** @returns what the contracts of each status are worth; values are cents */
export const statusOption = (
  sums: readonly StatusSum[],
  { name, color, status, money, compactMoney }: StatusStyle,
) =>
  horizontal(
    sums.map((sum) => status(sum.status)),
    { name, color, data: sums.map(({ amountCents }) => amountCents) },
    money,
    compactMoney,
  );

/** @returns hours with one digit after the point */
export const toHours = (minutes: number): number => Math.round(minutes / 6) / 10;

interface LoadStyle {
  readonly name: string;
  /** Of a crew without a colour of its own. */
  readonly color: string;
  readonly number: Write;
}

/** @returns the hours of each crew, in the crew's colour */
export const loadOption = (crews: readonly CrewLoad[], { name, color, number }: LoadStyle) =>
  horizontal(
    crews.map((crew) => crew.name),
    {
      name,
      data: crews.map((crew) => ({
        value: toHours(crew.minutes),
        itemStyle: { color: crew.color ?? color },
      })),
    },
    number,
    number,
  );
