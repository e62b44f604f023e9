/** Whatever the tenant's schema accepts, the configuration is valid and says what it says for every tenant. */
import { isIPv6, SocketAddress } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nginxEnvironment } from "../../../components/lib/nginx-environment.ts";
import { resolveTenant, type Tenant, TenantSchema } from "../../../tenants/schema.ts";
import { renderAll } from "./render.ts";
import { parseStatements, type Statement } from "./statements.ts";
import { buildImage, type TestImage } from "./support.ts";

/** Each takes some 0.2 s of a core: seven templates and a check. */
const TENANTS = 30;
let image: TestImage;
beforeAll(async () => {
  image = await buildImage();
});
afterAll(() => image?.remove());

/** What somebody would write who wants to be more than a value. */
const attack = fc.constantFrom(
  ...[
    '"; return 200 "x',
    "'; return 200 'x",
    "}",
    "} server { listen 81; }",
    "\u0024{HOME}",
    "$http_cookie",
    "\\",
  ],
  ...[
    "a;b",
    "a b",
    "a\nb",
    "#",
    "a.test;",
    "x.test $host",
    "</p><script>alert(1)</script>",
    "&#36;",
    "%0a",
    "../x",
  ],
  ...[
    "\u0024{TENANT_STATE}",
    "*.test",
    "~^.*$",
    ".test",
    "_",
    "default",
    "0.0.0.0/0 1; ::/0",
    "include /etc/passwd;",
  ],
);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostname = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("test", "example", "xn--p1ai"))
  .map(([labels, top]) => [...labels, top].join("."));
const network = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
  fc.ipV4(),
  fc.ipV6(),
);
const or = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary, weight: 9 }, { arbitrary: attack, weight: 1 });
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(or(arbitrary), { nil: undefined });
const name = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
  fc.string({ minLength: 1 }),
  attack,
);

const fields = fc.record({
  slug: fc.constant("ajax"),
  id: fc.constant("ajax_001"),
  name,
  domain: or(hostname),
  www: fc.boolean(),
  apiDomain: optional(hostname),
  aliases: fc.array(or(hostname), { maxLength: 5 }),
  state: fc.constantFrom("active", "suspended"),
  maintenance: fc.boolean(),
  access: fc.record({ allow: fc.array(or(network), { maxLength: 5 }), basicAuth: fc.boolean() }),
  assetBaseUrl: optional(
    fc
      .tuple(hostname, fc.stringMatching(/^(:[1-9]\d{3})?(\/[A-Za-z0-9_-]{1,9}){0,3}$/))
      .map(([host, rest]) => `https://${host}${rest}`),
  ),
  plan: fc.constantFrom("small", "standard", "large"),
  settings: fc.record({
    name: fc.option(name, { nil: undefined }),
    locale: fc.constantFrom("es-MX", "en-US"),
  }),
});

/** The tenants among them that the schema accepts. */
function accepted(count: number): Tenant[] {
  const tenants: Tenant[] = [];
  for (const sample of fc.sample(fields, count * 20)) {
    const result = TenantSchema.safeParse(sample);
    if (result.success && tenants.length < count) tenants.push(resolveTenant(result.data));
  }
  expect(tenants).toHaveLength(count);
  return tenants;
}

const environmentOf = (tenant: Tenant) => nginxEnvironment(tenant, "192.0.2.1") as Record<string, string>;
/** Stands for a value in the rendered templates; a word to nginx, and to nobody else. */
const mark = (variable: string) => `@@${variable}@@`;

/** The statements that the templates must become: each value is part of one word, or, of these two, a list of words. */
function expected(model: readonly Statement[], environment: Record<string, string>): Statement[] {
  const words = (word: string): string[] => {
    for (const list of ["ALIAS_NAMES", "API_NAMES"])
      if (word === mark(list)) return (environment[list] ?? "").split(" ").filter(Boolean);
    return [word.replaceAll(/@@(\w+)@@/g, (_, variable) => environment[variable] ?? "")];
  };
  return model.map((each) => ({
    words: each.words.flatMap(words),
    // The one block with lines of the tenant's own: it has its own check.
    block: each.words[0] === "geo" ? [] : each.block && expected(each.block, environment),
  }));
}

/** An address, or the one of a network, in the spelling of RFC 5952. */
const canonical = (network: string): string => {
  const [address = "", ...bits] = network.split("/");
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  return [new SocketAddress({ address, family }).address, ...bits].join("/");
};

const withoutLines = (statements: readonly Statement[]): Statement[] =>
  statements.map((each) => (each.words[0] === "geo" ? { ...each, block: [] } : each));

const find = (statements: readonly Statement[], directive: string): Statement[] =>
  statements.flatMap((each) => [
    ...(each.words[0] === directive ? [each] : []),
    ...find(each.block ?? [], directive),
  ]);

it("is valid, and every value is only the word that it should be", async () => {
  const tenants = accepted(TENANTS);
  const environments = tenants.map(environmentOf);
  const marks = Object.fromEntries(Object.keys(environments[0] ?? {}).map((name) => [name, mark(name)]));
  const [model, ...rendered] = await renderAll(image.name, [marks, ...environments]);
  const templates = parseStatements(model?.text ?? "");
  expect(JSON.stringify(templates)).toContain(mark("TENANT_NAME_HTML"));

  for (const [index, { check, text }] of rendered.entries()) {
    const [tenant, environment] = [tenants[index], environments[index]];
    if (!tenant || !environment) throw new Error("more was rendered than was asked for");
    expect({ tenant, check }).toEqual({ tenant, check: "" });
    const statements = parseStatements(text);
    expect(withoutLines(statements)).toEqual(expected(templates, environment));
    const [geo] = find(statements, "geo");
    expect(geo?.block?.map(({ words }) => words)).toEqual([
      ["default", tenant.access.allow.length === 0 ? "1" : "0"],
      ...[...new Set(tenant.access.allow.map(canonical))].map((each) => [each, "1"]),
      ["127.0.0.1", "1"],
    ]);
  }
});

it("what the test looks for can be found", () => {
  const broken = parseStatements('server { server_name a.test; return 200 "x"; listen 81; }');
  expect(find(broken, "return").map(({ words }) => words)).toEqual([["return", "200", "x"]]);
  expect(() => parseStatements("server { a b; ")).toThrow(/missing/);
  expect(() => parseStatements("a b; } ")).toThrow(/too many/);
});
