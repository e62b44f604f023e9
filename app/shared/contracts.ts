/** Shapes of the contracts API, shared by the api (as JSON Schema) and the front (as types). */
import { type Static, Type } from "typebox";
import { CONTRACT_STATUSES } from "./contract-status.ts";

/** Cents; the limit equals the column's. */
const MAXIMUM_CENTS = 1_000_000_000_000;

const text = (maximum: number) => Type.String({ minLength: 1, maxLength: maximum });
const optional = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
const date = Type.String({ format: "date" });
const status = Type.Enum([...CONTRACT_STATUSES]);

const fields = {
  title: text(200),
  clientName: text(200),
  clientEmail: optional(Type.String({ format: "email", maxLength: 254 })),
  clientPhone: optional(text(40)),
  address: optional(text(500)),
  status,
  amountCents: Type.Integer({ minimum: 0, maximum: MAXIMUM_CENTS }),
  currency: Type.String({ pattern: "^[A-Z]{3}$" }),
  startsOn: optional(date),
  endsOn: optional(date),
  notes: optional(Type.String({ maxLength: 10_000 })),
};

/** What a client may write. */
export const contractInput = Type.Object(
  {
    ...fields,
    clientEmail: Type.Optional(fields.clientEmail),
    clientPhone: Type.Optional(fields.clientPhone),
    address: Type.Optional(fields.address),
    status: Type.Optional(fields.status),
    amountCents: Type.Optional(fields.amountCents),
    currency: Type.Optional(fields.currency),
    startsOn: Type.Optional(fields.startsOn),
    endsOn: Type.Optional(fields.endsOn),
    notes: Type.Optional(fields.notes),
  },
  { additionalProperties: false },
);

/** A full replacement; `version` is the one that the client has read. */
export const contractUpdate = Type.Object(
  { ...contractInput.properties, version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) },
  { additionalProperties: false },
);

export const contract = Type.Object({
  id: Type.String({ format: "uuid" }),
  number: Type.Integer(),
  ...fields,
  version: Type.Integer(),
  createdAt: Type.String({ format: "date-time" }),
  updatedAt: Type.String({ format: "date-time" }),
});

export const contractPage = Type.Object({
  items: Type.Array(contract),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});

export const contractQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    status: Type.Optional(status),
  },
  { additionalProperties: false },
);

export const contractKey = Type.Object({ id: Type.String({ format: "uuid" }) });

export type ContractInput = Static<typeof contractInput>;
export type Contract = Static<typeof contract>;
export type ContractPage = Static<typeof contractPage>;
