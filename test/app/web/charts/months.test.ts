import { expect, it } from "vitest";
import { byCurrency, monthsOption } from "../../../../app/web/src/charts/months.ts";

const month = (name: string, incomeCents: number, expenseCents: number, currency = "USD") => ({
  month: name,
  currency,
  incomeCents,
  expenseCents,
});

it("monthsOption has the months in their order, each with its two sums", () => {
  const { xAxis, yAxis, series, tooltip } = monthsOption(
    [month("2026-01", 400, 100), month("2026-02", 0, 200)],
    {
      income: { name: "In", color: "#008000" },
      expense: { name: "Out", color: "#800000" },
      month: (name) => name.slice(-2),
      money: (cents) => `${cents / 100} $`,
      compactMoney: (cents) => `${cents / 100_000} k`,
    },
  );
  expect(xAxis.data).toEqual(["01", "02"]);
  expect(series.map(({ name, color, data }) => ({ name, color, data }))).toEqual([
    { name: "In", color: "#008000", data: [400, 0] },
    { name: "Out", color: "#800000", data: [100, 200] },
  ]);
  expect(tooltip.valueFormatter(250)).toBe("2.5 $");
  expect(yAxis.axisLabel.formatter(250_000)).toBe("2.5 k");
});

it("byCurrency keeps currencies apart, and each in its order", () => {
  const [january, february, pesos] = [
    month("2026-01", 1, 0),
    month("2026-02", 2, 0),
    month("2026-01", 3, 0, "MXN"),
  ];
  expect(byCurrency([january, pesos, february])).toEqual([
    { currency: "MXN", months: [pesos] },
    { currency: "USD", months: [january, february] },
  ]);
});
