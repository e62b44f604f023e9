import type { Booking, BookingInput, BookingMove } from "../../../../shared/schedule.ts";
import { request } from "../../api/http.ts";
import { resource } from "../../api/resource.ts";

export const bookings = resource<Booking, BookingInput>("schedule");

/** What else shows bookings: it is read again when one changes. */
export const AFFECTED = ["schedule", "dashboard"] as const;

/** Changes when and for whom it is, and nothing else. @throws ApiFailure */
export const moveBooking = (id: string, move: BookingMove) =>
  request<Booking>("PATCH", `/schedule/${id}`, { body: move });

/** How a status looks, from not begun to over. */
export const STATUS_TONES = {
  planned: "neutral",
  started: "active",
  done: "good",
  cancelled: "off",
} as const satisfies Record<Booking["status"], string>;
