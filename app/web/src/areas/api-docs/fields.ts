import type { Schema } from "./api-docs.ts";

/** One value of a schema, as a line of a table. */
export interface Field {
  /** With the way to it: `items[].description`. */
  readonly name: string;
  readonly type: string;
  /** What else it has to be, in the words of JSON Schema. */
  readonly rules: string;
  readonly isRequired: boolean;
}

const RULES = [
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "pattern",
  "default",
] as const;

/** @returns the type in few words: `string (date) | null`, `draft | signed`, `object[]` */
export function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(" | ");
  if (schema.type === "array") return `${typeOf(schema.items ?? {})}[]`;
  const format = schema.format === undefined ? "" : ` (${schema.format})`;
  return [schema.type ?? "any"]
    .flat()
    .map((type) => (type === "null" ? type : type + format))
    .join(" | ");
}

const rulesOf = (schema: Schema): string => {
  const values = new Map<string, unknown>(Object.entries(schema));
  return RULES.filter((name) => values.has(name))
    .map((name) => `${name}: ${values.get(name)}`)
    .join(", ");
};

/** @returns a line for one named value */
export const fieldOf = (name: string, schema: Schema, isRequired: boolean): Field => ({
  name,
  type: typeOf(schema),
  rules: rulesOf(schema),
  isRequired,
});

/** @returns a line for every value in a schema, those inside of others after them */
export function fieldsOf(schema: Schema, path = ""): Field[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => fieldsOf(one, path));
  if (schema.items !== undefined) return fieldsOf(schema.items, `${path}[]`);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = path === "" ? key : `${path}.${key}`;
    return [fieldOf(name, value, schema.required?.includes(key) === true), ...fieldsOf(value, name)];
  });
}
