/** Every route of the business is asked for what its own description allows, and for a little more. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Business, openBusiness } from "../support/business.ts";
import { makeEverything, REFERENCES } from "../support/everything.ts";

/** As much of JSON Schema as the description uses. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

const DESCRIPTION = JSON.parse(
  readFileSync(new URL("../../../app/openapi.json", import.meta.url), "utf8"),
) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
/** Signing in and people have tests of their own, and would end the session that asks. */
const OTHERS = /^\/api\/(auth|users|docs|tenant)/;
const OPERATIONS = Object.entries(DESCRIPTION.paths)
  .filter(([path]) => !OTHERS.test(path))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
  );

let business: Business;
/** Ids of what has been made, by path, so that a request mostly refers to something. */
const ids = new Map<string, string[]>();
/** Operations that have been carried out, not only refused. */
const succeeded = new Set<string>();
beforeAll(async () => {
  business = await openBusiness({ modules: ["crews"] });
  for (let copy = 0; copy < 4; copy += 1) {
    for (const [path, id] of await makeEverything(business.owner, `Fuzz ${copy}`)) remember(path, id);
  }
});
afterAll(() => business.close());

const remember = (path: string, id: string) => ids.set(path, [...(ids.get(path) ?? []), id]);
/** @returns mostly an id of what is found under the path */
const idOf = (path: string) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.nat(99).map((die) => pick(ids.get(path) ?? [], die) ?? crypto.randomUUID()) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY) },
  );
const pick = (from: readonly string[], die: number) => from[die % Math.max(from.length, 1)];

const NASTY = [
  "'; drop table contracts; --",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "a\u0000b",
  "\u202e\uFEFF\u{1F335}",
  "%s%n%x",
  "$1 ? ' \\ \"",
  "-1",
  "NaN",
  "infinity",
  "\ud800",
  " ",
];
const words = () =>
  fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.lorem({ maxCount: 3 }),
  );
const FORMATS: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
  date: () => fc.constantFrom("2027-01-01", "0001-01-01", "9999-12-31", "2028-02-29"),
  "date-time": () =>
    fc.constantFrom(
      "2027-01-01T08:00:00Z",
      "2027-01-01T12:00:00-07:00",
      "0001-01-01T00:00:00+15:00",
      "9999-12-31T23:59:59-23:59",
    ),
  email: () => fc.constantFrom("a@b.mx", "ñ@x.y", "'@\"<.>"),
  uuid: () => fc.uuid(),
};
const PATTERNS: Readonly<Record<string, string>> = {
  "^[A-Z]{3}$": "MXN",
  "^#[0-9A-Fa-f]{6}$": "#0b5fff",
  "^[a-z_]{1,40}$": "contracts",
};

function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(arbitraryOf));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const { type } = schema;
  if (Array.isArray(type))
    return fc.oneof(...type.map((one: string) => arbitraryOf({ ...schema, type: one })));
  if (schema.const !== undefined) return fc.constant(schema.const);
  const { minimum = schema.exclusiveMinimum ?? -9e15, maximum = 9e15 } = schema;
  switch (schema.type) {
    case "string":
      if (schema.pattern !== undefined) return fc.constant(PATTERNS[schema.pattern] ?? "12:30");
      return schema.format === undefined ? words() : (FORMATS[schema.format] ?? words)();
    case "integer":
      return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum, 1, 2));
    case "number":
      return fc.oneof(
        fc.double({ min: minimum, max: maximum, noNaN: true }),
        fc.constantFrom(minimum, maximum, 1, 1e-9),
      );
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(arbitraryOf(schema.items ?? {}), { maxLength: 4 });
    case "object": {
      const entries = Object.entries(schema.properties ?? {}).map(
        ([name, one]) => [name, fieldOf(name, one)] as const,
      );
      return fc.record(Object.fromEntries(entries), { requiredKeys: [...(schema.required ?? [])] });
    }
    default:
      return fc.constant(null);
  }
}

/** A field of a body: what refers to something mostly does, and versions are mostly the first one. */
function fieldOf(name: string, schema: Schema): fc.Arbitrary<unknown> {
  const path = REFERENCES[name];
  if (path !== undefined) return fc.oneof({ weight: 3, arbitrary: idOf(path) }, arbitraryOf(schema));
  if (name === "version")
    return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 2, 3) }, arbitraryOf(schema));
  return arbitraryOf(schema);
}

/** What fits, and now and then what does not. */
const roughly = (schema: Schema) =>
  fc.oneof(
    { weight: 6, arbitrary: arbitraryOf(schema) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );

function requestOf(method: string, path: string, { parameters = [], requestBody }: Operation) {
  const given = parameters.map((parameter) =>
    fc.tuple(
      fc.constant(parameter),
      parameter.name === "id" ? idOf(`/${path.split("/")[2]}`) : roughly(parameter.schema),
      fc.nat(3).map((die) => die > 0),
    ),
  );
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const body =
    type === undefined
      ? fc.constant(undefined)
      : content?.schema?.properties
        ? roughly(content.schema)
        : words();
  return fc.tuple(fc.tuple(...given), body).map(([values, payload]) => {
    const query = new URLSearchParams();
    let url = path;
    for (const [{ name, in: place }, value, wanted] of values) {
      const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
      if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()));
      else if (place === "query" && wanted) query.append(name, text);
    }
    const isJson = type === undefined || type === "application/json";
    return {
      method: method as "GET",
      url: `${url}?${query}`,
      ...(payload === undefined
        ? {}
        : {
            headers: { "content-type": type ?? "" },
            payload: isJson ? JSON.stringify(payload) : String(payload),
          }),
    };
  });
}

describe("whatever is asked of", () => {
  it.each(OPERATIONS)("%s %s, the answer is one, and no failure of ours", async (method, path, operation) => {
    await fc.assert(
      fc.asyncProperty(requestOf(method, path, operation), async (request) => {
        const response = await business.owner.inject(request);
        expect([response.statusCode < 500, response.body.slice(0, 300)]).toEqual([true, expect.any(String)]);
        if (response.statusCode >= 400) {
          expect(response.headers["content-type"]).toBe("application/problem+json");
          expect(response.body).not.toMatch(/node_modules|\.ts:\d|syntax error/);
        }
        if (response.statusCode < 300) succeeded.add(`${method} ${path}`);
        if (response.statusCode === 201) {
          const { id } = response.json<{ id?: string }>();
          if (typeof id === "string") remember(path.slice("/api".length), id);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is carried out by most, too, and not only refused", () => {
    // Chance hardly ever gets a file, a table of the right columns, or an end after its beginning right.
    expect(succeeded.size / OPERATIONS.length).toBeGreaterThan(0.7);
  });
});
