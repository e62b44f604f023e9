/** A contract's way, in order; `cancelled` may follow any. In a file of its own: the front needs no schemas. */
export const CONTRACT_STATUSES = [
  "draft",
  "signed",
  "in_progress",
  "done",
  "invoiced",
  "paid",
  "cancelled",
] as const;

export type ContractStatus = (typeof CONTRACT_STATUSES)[number];
