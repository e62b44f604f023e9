/** A contract's way. In a file of its own: the front needs no schemas. */
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

/** Where a contract may go from each status; the database has the same table (contract_transitions). */
export const CONTRACT_TRANSITIONS: Readonly<Record<ContractStatus, readonly ContractStatus[]>> = {
  draft: ["signed", "cancelled"],
  signed: ["in_progress", "cancelled"],
  in_progress: ["done", "cancelled"],
  done: ["invoiced", "cancelled"],
  invoiced: ["paid", "cancelled"],
  paid: [],
  cancelled: [],
};
