/** Where a booking stands. In a file of its own: the front needs no schemas. */
export const BOOKING_STATUSES = ["planned", "started", "done", "cancelled"] as const;
