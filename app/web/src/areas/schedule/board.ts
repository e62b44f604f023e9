import type { Booking } from "../../../../shared/schedule.ts";
import { addDays, dayIn, shiftDays } from "../../format/days.ts";

/** Who works: a crew, or everybody who is in none (null). */
export interface Lane {
  readonly id: string | null;
  readonly name: string;
  readonly color: string | null;
}

export interface Cell {
  readonly day: string;
  readonly bookings: readonly Booking[];
}

/** Where a booking is dragged to. */
export interface Step {
  /** Days later; negative: earlier. */
  readonly days: number;
  readonly crewId: string | null;
}

const WEEK = 7;

/** @returns the days of the week that begins on `monday` */
export const daysOf = (monday: string): string[] =>
  Array.from({ length: WEEK }, (_, index) => addDays(monday, index));

/** @returns for each day what happens on it; what goes on for several days stands on each of them */
export function toCells(bookings: readonly Booking[], days: readonly string[], timeZone: string): Cell[] {
  const spans = bookings.map((booking) => ({
    booking,
    first: dayIn(new Date(booking.startsAt), timeZone),
    // What ends at midnight does not reach into the next day.
    last: dayIn(new Date(Date.parse(booking.endsAt) - 1), timeZone),
  }));
  return days.map((day) => ({
    day,
    bookings: spans.flatMap(({ booking, first, last }) => (first <= day && day <= last ? booking : [])),
  }));
}

/** @returns the bookings of each lane; one of a crew that is not there (any more) belongs to the lane without a crew */
export function toBoard(
  bookings: readonly Booking[],
  lanes: readonly Lane[],
  days: readonly string[],
  timeZone: string,
) {
  const known = new Set(lanes.map(({ id }) => id));
  const laneOf = ({ crewId }: Booking) => (known.has(crewId) ? crewId : null);
  return lanes.map((lane) => ({
    lane,
    cells: toCells(
      bookings.filter((booking) => laneOf(booking) === lane.id),
      days,
      timeZone,
    ),
  }));
}

/** @returns the booking as it is after the step: at the same time of day, and as long as before by the clock */
export function moved(booking: Booking, { days, crewId }: Step, timeZone: string): Booking {
  return {
    ...booking,
    crewId,
    startsAt: shiftDays(booking.startsAt, days, timeZone),
    endsAt: shiftDays(booking.endsAt, days, timeZone),
  };
}

const ARROWS: Readonly<Record<string, { readonly days: number; readonly lanes: number }>> = {
  ArrowLeft: { days: -1, lanes: 0 },
  ArrowRight: { days: 1, lanes: 0 },
  ArrowUp: { days: 0, lanes: -1 },
  ArrowDown: { days: 0, lanes: 1 },
};

/** @param key of the keyboard @returns where it moves a booking of the lane; undefined: nowhere */
export function stepOf(key: string, lane: Lane, lanes: readonly Lane[]): Step | undefined {
  const arrow = ARROWS[key];
  const target = lanes[lanes.indexOf(lane) + (arrow?.lanes ?? 0)];
  return arrow === undefined || target === undefined ? undefined : { days: arrow.days, crewId: target.id };
}
