import { expect, it } from "vitest";
import { isInOrder, toFields, toInput } from "../../../../../app/web/src/areas/schedule/booking-form.ts";
import { bookingRow } from "../../support/booking.ts";

const timeZone = "America/Phoenix";
const at = { day: "2026-11-25", crewId: "red", timeZone };

it("a new one is a working day of the crew", () => {
  const fields = toFields(undefined, at);
  expect(fields).toMatchObject({ crewId: "red", startsDay: "2026-11-25", startsTime: "08:00" });
  expect(toInput({ ...fields, title: " Roof " }, undefined, timeZone)).toEqual({
    title: "Roof",
    contractId: null,
    crewId: "red",
    assignee: null,
    assigneeId: null,
    startsAt: "2026-11-25T15:00:00.000Z",
    endsAt: "2026-11-25T23:00:00.000Z",
    status: "planned",
    notes: null,
  });
});

it("what is opened and saved stays as it was", () => {
  const booking = bookingRow({ assigneeId: "somebody", assignee: "Ana", notes: "Ladder", status: "started" });
  const { id, version, createdAt, updatedAt, deletedAt, contractNumber, ...input } = booking;
  expect(toInput(toFields(booking, at), booking, timeZone)).toEqual(input);
});

it.each([
  ["08:00", "16:00", true],
  ["08:00", "08:00", false],
  ["09:00", "08:59", false],
])("from %s to %s on one day is in order: %s", (startsTime, endsTime, expected) => {
  expect(isInOrder({ ...toFields(undefined, at), startsTime, endsTime })).toBe(expected);
});
