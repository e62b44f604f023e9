import type { Contract, ContractDetail, ContractInput } from "../../../../shared/contracts.ts";
import { parseNumber } from "../../format/number.ts";
import { orNull } from "../../format/text.ts";

/** An item as it stands in the fields of the form. */
export interface ItemFields {
  description: string;
  quantity: string;
  unit: string;
  unitPriceCents: number | null;
}

/** A contract as it stands in the fields of the form. */
export interface ContractFields {
  title: string;
  clientName: string;
  clientEmail: string;
  clientPhone: string;
  address: string;
  builderName: string;
  jobName: string;
  jobNumber: string;
  lots: string[];
  amountCents: number | null;
  startsOn: string;
  endsOn: string;
  notes: string;
  items: ItemFields[];
}

export const emptyItem = (): ItemFields => ({
  description: "",
  quantity: "1",
  unit: "",
  unitPriceCents: null,
});

/** @param contract undefined for a new one */
export function toFields(contract: ContractDetail | undefined): ContractFields {
  return {
    title: contract?.title ?? "",
    clientName: contract?.clientName ?? "",
    clientEmail: contract?.clientEmail ?? "",
    clientPhone: contract?.clientPhone ?? "",
    address: contract?.address ?? "",
    builderName: contract?.builderName ?? "",
    jobName: contract?.jobName ?? "",
    jobNumber: contract?.jobNumber ?? "",
    lots: [...(contract?.lots ?? [])],
    amountCents: contract?.amountCents ?? null,
    startsOn: contract?.startsOn ?? "",
    endsOn: contract?.endsOn ?? "",
    notes: contract?.notes ?? "",
    items: (contract?.items ?? []).map(({ description, quantity, unit, unitPriceCents }) => ({
      description,
      quantity: String(quantity),
      unit,
      unitPriceCents,
    })),
  };
}

/** @returns what the item costs, in cents, rounded as the database does; 0 while it is not complete */
export function totalOf({ quantity, unitPriceCents }: ItemFields): number {
  const total = Math.round(parseNumber(quantity) * (unitPriceCents ?? 0));
  return Number.isFinite(total) ? total : 0;
}

/** @param before the contract that is changed, whose status stays as it is */
export function toInput(fields: ContractFields, before: Contract | undefined): ContractInput {
  return {
    title: fields.title.trim(),
    clientName: fields.clientName.trim(),
    clientEmail: orNull(fields.clientEmail),
    clientPhone: orNull(fields.clientPhone),
    address: orNull(fields.address),
    builderName: orNull(fields.builderName),
    jobName: orNull(fields.jobName),
    jobNumber: orNull(fields.jobNumber),
    lots: fields.lots.flatMap((lot) => lot.trim() || []),
    amountCents: fields.amountCents ?? 0,
    startsOn: fields.startsOn || null,
    endsOn: fields.endsOn || null,
    notes: orNull(fields.notes),
    items: fields.items.map(({ description, quantity, unit, unitPriceCents }) => ({
      description: description.trim(),
      quantity: parseNumber(quantity),
      unitPriceCents: unitPriceCents ?? 0,
      ...(unit.trim() === "" ? {} : { unit: unit.trim() }),
    })),
    ...(before === undefined ? {} : { currency: before.currency }),
  };
}
