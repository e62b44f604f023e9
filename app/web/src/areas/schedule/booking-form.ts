import type { Booking, BookingInput } from "../../../../shared/schedule.ts";
import { dayIn, instantOf, timeIn } from "../../format/days.ts";

/** A booking as it stands in the fields of the form; days and times by the tenant's clocks. */
export interface BookingFields {
  title: string;
  contractId: string | null;
  crewId: string | null;
  assignee: string;
  startsDay: string;
  startsTime: string;
  endsDay: string;
  endsTime: string;
  status: Booking["status"];
  notes: string;
}

/** A working day, where nothing else is known. */
const MORNING = "08:00";
const EVENING = "16:00";

/** @param booking undefined for a new one @param day on which a new one is */
export function toFields(
  booking: Booking | undefined,
  { day, crewId, timeZone }: { day: string; crewId: string | null; timeZone: string },
): BookingFields {
  if (booking === undefined) {
    return {
      title: "",
      contractId: null,
      crewId,
      assignee: "",
      startsDay: day,
      startsTime: MORNING,
      endsDay: day,
      endsTime: EVENING,
      status: "planned",
      notes: "",
    };
  }
  return {
    title: booking.title,
    contractId: booking.contractId,
    crewId: booking.crewId,
    assignee: booking.assignee ?? "",
    startsDay: dayIn(new Date(booking.startsAt), timeZone),
    startsTime: timeIn(booking.startsAt, timeZone),
    endsDay: dayIn(new Date(booking.endsAt), timeZone),
    endsTime: timeIn(booking.endsAt, timeZone),
    status: booking.status,
    notes: booking.notes ?? "",
  };
}

/** @returns whether it ends after it has begun */
export const isInOrder = (fields: BookingFields): boolean =>
  `${fields.startsDay} ${fields.startsTime}` < `${fields.endsDay} ${fields.endsTime}`;

/** @param before whose person with an account stays as it is */
export function toInput(fields: BookingFields, before: Booking | undefined, timeZone: string): BookingInput {
  return {
    title: fields.title.trim(),
    contractId: fields.contractId,
    crewId: fields.crewId,
    assignee: fields.assignee.trim() || null,
    assigneeId: before?.assigneeId ?? null,
    startsAt: instantOf(fields.startsDay, fields.startsTime, timeZone),
    endsAt: instantOf(fields.endsDay, fields.endsTime, timeZone),
    status: fields.status,
    notes: fields.notes.trim() || null,
  };
}
