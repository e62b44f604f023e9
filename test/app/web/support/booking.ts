import type { Booking } from "../../../../app/shared/schedule.ts";

/** A booking as the API gives it. */
export const bookingRow = (changes: Partial<Booking> = {}): Booking => ({
  id: "6b1f6f0e-6c0a-4f55-8e0f-000000000001",
  title: "Roof unit",
  contractId: null,
  contractNumber: null,
  crewId: null,
  assigneeId: null,
  assignee: null,
  startsAt: "2026-11-24T15:00:00.000Z",
  endsAt: "2026-11-24T23:00:00.000Z",
  status: "planned",
  notes: null,
  version: 1,
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
  deletedAt: null,
  ...changes,
});
