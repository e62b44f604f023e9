import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysOf,
  type Lane,
  moved,
  stepOf,
  toBoard,
  toCells,
} from "../../../../../app/web/src/areas/schedule/board.ts";
import { timeIn } from "../../../../../app/web/src/format/days.ts";
import { bookingRow } from "../../support/booking.ts";

const ZONE = "America/Phoenix";
const days = daysOf("2026-11-23");
const red: Lane = { id: "red", name: "Red", color: "#ff0000" };
const nobody: Lane = { id: null, name: "Without a crew", color: null };

describe("the days of a job", () => {
  const daysWith = (startsAt: string, endsAt: string) =>
    toCells([bookingRow({ startsAt, endsAt })], days, ZONE)
      .filter(({ bookings }) => bookings.length > 0)
      .map(({ day }) => day);

  it.each([
    ["within a day", "2026-11-24T15:00:00Z", "2026-11-24T23:00:00Z", ["2026-11-24"]],
    ["by the tenant's clocks", "2026-11-24T05:00:00Z", "2026-11-24T06:00:00Z", ["2026-11-23"]],
    ["over night", "2026-11-25T03:00:00Z", "2026-11-25T15:00:00Z", ["2026-11-24", "2026-11-25"]],
    ["until midnight", "2026-11-24T15:00:00Z", "2026-11-25T07:00:00Z", ["2026-11-24"]],
    ["since the week before", "2026-11-20T15:00:00Z", "2026-11-23T15:00:00Z", ["2026-11-23"]],
    ["in another week", "2026-12-05T15:00:00Z", "2026-12-05T16:00:00Z", []],
  ])("%s", (_what, from, to, expected) => expect(daysWith(from, to)).toEqual(expected));
});

describe("the board", () => {
  it("has a row for every lane, and every job in one of them", () => {
    const rows = [
      bookingRow({ id: "a", crewId: "red" }),
      bookingRow({ id: "b", crewId: null }),
      // Its crew is not listed: deleted, or beyond the list's end.
      bookingRow({ id: "c", crewId: "gone" }),
    ];
    const board = toBoard(rows, [red, nobody], days, ZONE);
    const ids = board.map(({ lane, cells }) => [
      lane.name,
      cells.flatMap(({ bookings }) => bookings.map(({ id }) => id)),
    ]);
    expect(ids).toEqual([
      ["Red", ["a"]],
      ["Without a crew", ["b", "c"]],
    ]);
  });
});

describe("a step", () => {
  const clock = (instant: string) => timeIn(instant, "America/Los_Angeles");

  it("keeps the time of day, over the change of the clocks too", () => {
    // Clocks go back on 2026-11-01 there.
    const booking = bookingRow({ startsAt: "2026-10-31T15:00:00.000Z", endsAt: "2026-10-31T23:00:00.000Z" });
    const after = moved(booking, { days: 2, crewId: "red" }, "America/Los_Angeles");
    expect(after).toEqual({
      ...booking,
      crewId: "red",
      startsAt: "2026-11-02T16:00:00.000Z",
      endsAt: "2026-11-03T00:00:00.000Z",
    });
    expect([clock(after.startsAt), clock(after.endsAt)]).toEqual(["08:00", "16:00"]);
  });

  it("and the step back lead where it was", () => {
    // Only the hour that the clocks leave out in spring has no way back.
    const hours = fc.date({ min: new Date("2026-04-01"), max: new Date("2026-10-01"), noInvalidDate: true });
    fc.assert(
      fc.property(hours, fc.integer({ min: -60, max: 60 }), (at, count) => {
        const startsAt = new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
        const booking = bookingRow({ startsAt, endsAt: startsAt, crewId: "red" });
        const there = moved(booking, { days: count, crewId: null }, ZONE);
        expect(moved(there, { days: -count, crewId: "red" }, ZONE)).toEqual(booking);
      }),
    );
  });

  it.each([
    ["ArrowLeft", red, { days: -1, crewId: "red" }],
    ["ArrowRight", nobody, { days: 1, crewId: null }],
    ["ArrowDown", red, { days: 0, crewId: null }],
    ["ArrowUp", red, undefined],
    ["ArrowDown", nobody, undefined],
    ["Enter", red, undefined],
  ])("by %s", (key, lane, expected) => expect(stepOf(key, lane, [red, nobody])).toEqual(expected));
});
