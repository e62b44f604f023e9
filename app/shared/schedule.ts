/** Shapes of the schedule: a job of a contract, or anything else, for a crew or a person. */
import { type Static, Type } from "typebox";
import { BOOKING_STATUSES } from "./booking-status.ts";
import { pageOf } from "./paging.ts";
import { instant, notes, nullable, rowOf, strict, text, updateOf, uuid, version } from "./shapes.ts";

const status = Type.Enum([...BOOKING_STATUSES]);

const fields = {
  contractId: nullable(uuid),
  /** Null without the module `crews`. */
  crewId: nullable(uuid),
  assigneeId: nullable(uuid),
  assignee: nullable(text(200)),
  title: text(200),
  startsAt: instant,
  endsAt: instant,
  status,
  notes: nullable(notes),
};
export const bookingInput = strict({
  title: fields.title,
  startsAt: fields.startsAt,
  endsAt: fields.endsAt,
  contractId: Type.Optional(fields.contractId),
  crewId: Type.Optional(fields.crewId),
  assigneeId: Type.Optional(fields.assigneeId),
  assignee: Type.Optional(fields.assignee),
  status: Type.Optional(fields.status),
  notes: Type.Optional(fields.notes),
});
export const bookingUpdate = updateOf(bookingInput.properties);
/** What changes when one is dragged somewhere else; what is left out stays. */
export const bookingMove = strict({
  startsAt: Type.Optional(fields.startsAt),
  endsAt: Type.Optional(fields.endsAt),
  crewId: Type.Optional(fields.crewId),
  assigneeId: Type.Optional(fields.assigneeId),
  status: Type.Optional(fields.status),
  version,
});
export const booking = rowOf({ ...fields, contractNumber: nullable(Type.Integer()) });
export const bookingPage = pageOf(booking);

/** What touches the time from `from` to `to` (62 days at most), earliest first. */
export const bookingQuery = strict({
  from: instant,
  to: instant,
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 500 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  crewId: Type.Optional(uuid),
  assigneeId: Type.Optional(uuid),
  contractId: Type.Optional(uuid),
  status: Type.Optional(status),
  /** True: the deleted ones instead of the others. */
  deleted: Type.Optional(Type.Boolean()),
});

export type Booking = Static<typeof booking>;
export type BookingInput = Static<typeof bookingInput>;
export type BookingMove = Static<typeof bookingMove>;
export type BookingQuery = Static<typeof bookingQuery>;
