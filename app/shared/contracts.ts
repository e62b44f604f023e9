/** Shapes of the contracts API, shared by the api (as JSON Schema) and the front (as types). */
import { type Static, Type } from "typebox";
import { CONTRACT_STATUSES } from "./contract-status.ts";
import { listQuery, pageOf } from "./paging.ts";
import {
  cents,
  currency,
  date,
  email,
  instant,
  notes,
  nullable,
  phone,
  quantity,
  rowOf,
  signedCents,
  strict,
  text,
  updateOf,
  version,
} from "./shapes.ts";

const status = Type.Enum([...CONTRACT_STATUSES]);
const lots = Type.Array(text(40), { maxItems: 200 });

const fields = {
  title: text(200),
  clientName: text(200),
  clientEmail: nullable(email),
  clientPhone: nullable(phone),
  address: nullable(text(500)),
  builderName: nullable(text(200)),
  jobName: nullable(text(200)),
  jobNumber: nullable(text(60)),
  lots,
  status,
  amountCents: cents,
  currency,
  startsOn: nullable(date),
  endsOn: nullable(date),
  notes: nullable(notes),
};

const itemFields = {
  description: text(500),
  quantity: Type.Number({ exclusiveMinimum: 0, maximum: 100_000_000 }),
  unit: text(20),
  unitPriceCents: signedCents,
};

const contractItem = Type.Object({ ...itemFields, quantity: quantity(0), totalCents: signedCents });

/** What a client may write. With items, the amount is their sum. */
export const contractInput = strict({
  ...fields,
  clientEmail: Type.Optional(fields.clientEmail),
  clientPhone: Type.Optional(fields.clientPhone),
  address: Type.Optional(fields.address),
  builderName: Type.Optional(fields.builderName),
  jobName: Type.Optional(fields.jobName),
  jobNumber: Type.Optional(fields.jobNumber),
  lots: Type.Optional(lots),
  status: Type.Optional(fields.status),
  amountCents: Type.Optional(fields.amountCents),
  currency: Type.Optional(fields.currency),
  startsOn: Type.Optional(fields.startsOn),
  endsOn: Type.Optional(fields.endsOn),
  notes: Type.Optional(fields.notes),
  items: Type.Optional(
    Type.Array(strict({ ...itemFields, unit: Type.Optional(itemFields.unit) }), { maxItems: 500 }),
  ),
});

/** A full replacement but for status and items, which stay as they are when they are left out. */
export const contractUpdate = updateOf(contractInput.properties);

export const contractStatusChange = strict({ status, version });

export const contract = rowOf({ number: Type.Integer(), ...fields, statusChangedAt: instant });

/** One contract, with its items. */
export const contractDetail = Type.Object({ ...contract.properties, items: Type.Array(contractItem) });

export const contractPage = pageOf(contract);

export const CONTRACT_SORTS = ["number", "clientName", "amountCents", "startsOn", "updatedAt"] as const;

export const contractQuery = listQuery(CONTRACT_SORTS, "desc", {
  status: Type.Optional(status),
  startsFrom: Type.Optional(date),
  startsTo: Type.Optional(date),
});

export type ContractInput = Static<typeof contractInput>;
export type Contract = Static<typeof contract>;
export type ContractDetail = Static<typeof contractDetail>;
export type ContractPage = Static<typeof contractPage>;
export type ContractQuery = Static<typeof contractQuery>;
