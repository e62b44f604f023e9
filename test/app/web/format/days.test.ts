import { describe, expect, it } from "vitest";
import { addDays, dayIn, formatDay, mondayOf, toWeek } from "../../../../app/web/src/format/days.ts";

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
