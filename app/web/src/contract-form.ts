import type { Contract, ContractInput } from "./api.ts";
import { parseCents } from "./money.ts";

/** A contract as it stands in the fields of the form: all text. */
export interface ContractFields {
  title: string;
  clientName: string;
  clientEmail: string;
  clientPhone: string;
  address: string;
  builderName: string;
  jobName: string;
  jobNumber: string;
  lots: string;
  amount: string;
  startsOn: string;
  endsOn: string;
  notes: string;
}

/** @param contract undefined for a new one */
export function toFields(contract?: Contract): ContractFields {
  return {
    title: contract?.title ?? "",
    clientName: contract?.clientName ?? "",
    clientEmail: contract?.clientEmail ?? "",
    clientPhone: contract?.clientPhone ?? "",
    address: contract?.address ?? "",
    builderName: contract?.builderName ?? "",
    jobName: contract?.jobName ?? "",
    jobNumber: contract?.jobNumber ?? "",
    lots: (contract?.lots ?? []).join(", "),
    amount: contract === undefined ? "" : (contract.amountCents / 100).toFixed(2),
    startsOn: contract?.startsOn ?? "",
    endsOn: contract?.endsOn ?? "",
    notes: contract?.notes ?? "",
  };
}

const orNull = (text: string): string | null => text.trim() || null;

/**
 * @param before the contract that is changed, whose status and items stay as they are
 * @returns what the API is told, or undefined when the amount is none
 */
export function toInput(fields: ContractFields, before?: Contract): ContractInput | undefined {
  const amountCents = parseCents(fields.amount.trim() === "" ? "0" : fields.amount);
  if (amountCents === undefined) return undefined;
  return {
    title: fields.title.trim(),
    clientName: fields.clientName.trim(),
    clientEmail: orNull(fields.clientEmail),
    clientPhone: orNull(fields.clientPhone),
    address: orNull(fields.address),
    builderName: orNull(fields.builderName),
    jobName: orNull(fields.jobName),
    jobNumber: orNull(fields.jobNumber),
    lots: fields.lots.split(",").flatMap((lot) => lot.trim() || []),
    amountCents,
    startsOn: fields.startsOn || null,
    endsOn: fields.endsOn || null,
    notes: orNull(fields.notes),
    ...(before === undefined ? {} : { currency: before.currency }),
  };
}
