/** Parts that the shapes of several resources are made of. */
import { type Static, type TProperties, type TSchema, Type } from "typebox";

/** Cents; the limit equals the columns', and keeps sums of thousands exact in JavaScript's numbers. */
export const MAXIMUM_CENTS = 1_000_000_000_000;
/** The largest `integer` of PostgreSQL. */
const MAXIMUM_INTEGER = 2_147_483_647;

export const text = (maximum: number) => Type.String({ minLength: 1, maxLength: maximum });
/**
 * The schema, or null. As one schema with two types wherever that can be: with `anyOf` the answer's serialiser would
 * check formats by rules of its own, and fail on an e-mail address that was taken.
 */
export const nullable = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema> | null>(
    "type" in schema && typeof schema.type === "string"
      ? { ...schema, type: [schema.type, "null"] }
      : Type.Union([schema, Type.Null()]),
  );
export const date = Type.String({ format: "date" });
export const instant = Type.String({ format: "date-time" });
export const uuid = Type.String({ format: "uuid" });
export const cents = Type.Integer({ minimum: 0, maximum: MAXIMUM_CENTS });
/** Negative for a discount. */
export const signedCents = Type.Integer({ minimum: -MAXIMUM_CENTS, maximum: MAXIMUM_CENTS });
export const currency = Type.String({ pattern: "^[A-Z]{3}$" });
export const color = Type.String({ pattern: "^#[0-9A-Fa-f]{6}$" });
export const email = Type.String({ format: "email", maxLength: 254 });
export const phone = text(40);
export const notes = Type.String({ maxLength: 10_000 });
/** Three digits after the point are kept. */
export const quantity = (minimum: number) => Type.Number({ minimum, maximum: 10_000_000_000 });
export const version = Type.Integer({ minimum: 1, maximum: MAXIMUM_INTEGER });

/** A body that a client sends: unknown fields are refused. */
export const strict = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

/** A full replacement of `input`; `version` is the one that the client has read. */
export const updateOf = <Properties extends TProperties>(properties: Properties) =>
  strict({ ...properties, version });

/** A row as it is answered: `fields`, and what every row has. */
export const rowOf = <Properties extends TProperties>(fields: Properties) =>
  Type.Object({
    id: uuid,
    ...fields,
    version,
    createdAt: instant,
    updatedAt: instant,
    deletedAt: nullable(instant),
  });

export const idKey = Type.Object({ id: uuid });

/** What every row has. */
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt: string | null;
}
