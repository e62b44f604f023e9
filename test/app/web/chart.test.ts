import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCurrency, toBars } from "../../../app/web/src/chart.ts";
import { addDays, dayIn, formatDay, mondayOf, toWeek } from "../../../app/web/src/days.ts";

const month = (name: string, incomeCents: number, expenseCents: number, currency = "USD") => ({
  month: name,
  currency,
  incomeCents,
  expenseCents,
});

describe("toBars", () => {
  it("draws the highest as high as the chart, and the others in proportion", () => {
    const bars = toBars([month("2026-01", 400, 100), month("2026-02", 0, 200)], 200, 80);
    expect(bars.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
      [10, 0, 40, 80],
      [50, 60, 40, 20],
      [110, 80, 40, 0],
      [150, 40, 40, 40],
    ]);
  });
  it.each([[[]], [[month("2026-01", 0, 0)]]])("draws nothing of %j", (months) =>
    expect(toBars(months, 200, 80)).toEqual([]),
  );
  it("stays inside of the chart", () => {
    const cents = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, cents), { minLength: 1, maxLength: 12 }), (sums) => {
        const months = sums.map(([income, expense], index) => month(`2026-${index}`, income, expense));
        for (const { x, y, width, height } of toBars(months, 720, 160)) {
          expect(Math.min(x, y, height)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(720);
          expect(y + height).toBe(160);
        }
      }),
    );
  });
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

describe("days", () => {
  it.each([
    ["2026-11-23", "2026-11-23"],
    ["2026-11-29", "2026-11-23"],
    ["2027-01-01", "2026-12-28"],
  ])("the week of %s begins on %s", (day, monday) => expect(mondayOf(day)).toBe(monday));
  it.each([
    ["2026-02-28", 1, "2026-03-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
  ])("%s and %i days is %s", (day, count, later) => expect(addDays(day, count)).toBe(later));
  it.each([
    ["2026-11-23T06:59:59Z", "America/Phoenix", "2026-11-22"],
    ["2026-11-23T07:00:00Z", "America/Phoenix", "2026-11-23"],
    ["2026-11-23T16:00:00Z", "Pacific/Auckland", "2026-11-24"],
  ])("%s in %s is %s", (instant, zone, day) => expect(dayIn(new Date(instant), zone)).toBe(day));
  it("a day stays the day that it is, wherever it is read", () => {
    expect(formatDay("2026-11-23", "en-US")).toBe("Nov 23, 2026");
  });
});

describe("toWeek", () => {
  const at = (startsAt: string, endsAt: string) => ({ startsAt, endsAt });
  it.each([
    ["an hour", at("2026-11-25T15:00:00Z", "2026-11-25T16:00:00Z"), "2026-11-25"],
    ["late in the evening", at("2026-11-26T05:00:00Z", "2026-11-26T06:00:00Z"), "2026-11-25"],
    ["since last week", at("2026-11-20T15:00:00Z", "2026-11-24T16:00:00Z"), "2026-11-23"],
    ["until midnight before it", at("2026-11-22T15:00:00Z", "2026-11-23T07:00:00Z"), undefined],
    ["next week", at("2026-11-30T15:00:00Z", "2026-11-30T16:00:00Z"), undefined],
  ])("%s", (_what, row, day) => {
    const week = toWeek([row], "2026-11-23", "America/Phoenix");
    expect(week.map((one) => one.day).at(-1)).toBe("2026-11-29");
    expect(week.find(({ rows }) => rows.length > 0)?.day).toBe(day);
  });
});
