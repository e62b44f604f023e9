import { describe, expect, it } from "vitest";
import {
  addDays,
  dayIn,
  formatDay,
  instantOf,
  mondayOf,
  timeIn,
} from "../../../../app/web/src/format/days.ts";

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

describe("clocks of a time zone", () => {
  it.each([
    ["2026-11-25", "08:00", "America/Phoenix", "2026-11-25T15:00:00.000Z"],
    ["2026-11-25", "00:00", "Pacific/Kiritimati", "2026-11-24T10:00:00.000Z"],
    ["2026-07-01", "12:30", "America/Los_Angeles", "2026-07-01T19:30:00.000Z"],
    // Shown twice: the first. Left out: an hour earlier.
    ["2026-11-01", "01:30", "America/Los_Angeles", "2026-11-01T08:30:00.000Z"],
    ["2026-03-08", "02:30", "America/Los_Angeles", "2026-03-08T09:30:00.000Z"],
  ])("%s %s in %s", (day, time, zone, instant) => expect(instantOf(day, time, zone)).toBe(instant));

  it("read back what they show", () => {
    expect(timeIn("2026-11-25T15:05:00Z", "America/Phoenix")).toBe("08:05");
    expect(timeIn("2026-11-25T07:00:00Z", "America/Phoenix")).toBe("00:00");
  });
});
