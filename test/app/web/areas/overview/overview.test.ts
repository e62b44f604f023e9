import { expect, it } from "vitest";
import type { ContractStatus } from "../../../../../app/shared/contract-status.ts";
import {
  loadOption,
  statusOption,
  sumsByCurrency,
  toHours,
} from "../../../../../app/web/src/areas/overview/overview.ts";

const sum = (status: ContractStatus, currency: string, amountCents: number) => ({
  status,
  currency,
  count: 1,
  amountCents,
});

it("sumsByCurrency keeps currencies apart, each in the order of a contract's way", () => {
  const [paid, draft, pesos] = [sum("paid", "USD", 1), sum("draft", "USD", 2), sum("done", "MXN", 3)];
  expect(sumsByCurrency([paid, pesos, draft])).toEqual([
    { currency: "MXN", sums: [pesos] },
    { currency: "USD", sums: [draft, paid] },
  ]);
});

it("statusOption has one bar per status", () => {
  const { xAxis, yAxis, series, tooltip } = statusOption(
    [sum("draft", "USD", 200), sum("paid", "USD", 100)],
    {
      name: "Value",
      color: "#123456",
      status: (status) => status.toUpperCase(),
      money: String,
      compactMoney: (cents) => `${cents / 1000} k`,
    },
  );
  expect([xAxis.axisLabel.formatter(5000), tooltip.valueFormatter(5000)]).toEqual(["5 k", "5000"]);
  expect(yAxis.data).toEqual(["DRAFT", "PAID"]);
  expect(series).toMatchObject([{ name: "Value", color: "#123456", data: [200, 100] }]);
});

it("loadOption has the hours of each crew in its colour", () => {
  const crew = (name: string, color: string | null, minutes: number) => {
    return { crewId: name, name, color, bookings: 1, minutes };
  };
  const { yAxis, series } = loadOption([crew("A", "#ff0000", 90), crew("B", null, 20)], {
    name: "Hours",
    color: "#123456",
    number: String,
  });
  expect(yAxis.data).toEqual(["A", "B"]);
  expect(series).toMatchObject([
    {
      data: [
        { value: 1.5, itemStyle: { color: "#ff0000" } },
        { value: 0.3, itemStyle: { color: "#123456" } },
      ],
    },
  ]);
});

it.each([
  [0, 0],
  [480, 8],
  [50, 0.8],
])("toHours makes of %i minutes %d", (minutes, hours) => expect(toHours(minutes)).toBe(hours));
