import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as naming from "../../tenants/naming.ts";

/** Slugs as people write them, the valid ones of them. */
const slug = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("-"))
  .filter((text) => naming.slugFault(text) === undefined);

describe("slugFault", () => {
  it.each(["phoenix", "client2", "stage", "north-side", "a1", "a".repeat(30)])("accepts %s", (text) => {
    expect(naming.slugFault(text)).toBeUndefined();
  });
  it.each([
    "",
    "a",
    "A1",
    "1a",
    "-a",
    "a-",
    "a--b",
    "xn--a",
    "a_b",
    "a.b",
    "a b",
    "ñu",
    "a".repeat(31),
    "a\n",
    "__proto__",
  ])("refuses %j", (text) => {
    expect(naming.slugFault(text)?.rule).toMatch(/^must be 2 to 30/);
  });
  it.each([...naming.RESERVED_SLUGS.keys()])("refuses the reserved %s", (text) => {
    expect(naming.slugFault(text)?.rule).toMatch(/^is reserved/);
  });
  it.each(["public", "www", "api", "postgres", "pgadmin", "redis", "admin", "mail", "default", "worker"])(
    "knows %s",
    (text) => {
      expect([...naming.RESERVED_SLUGS.keys()]).toContain(text);
    },
  );
  it.each(["one-app", "one-web", "one-nginx", "one-worker"])("refuses the ending of %s", (text) => {
    expect(naming.slugFault(text)?.rule).toMatch(/^must not end in -/);
  });
});

describe("schemaFault", () => {
  it.each(["tenant_a", "tenant_phoenix_qa", `tenant_${"a".repeat(47)}`])("accepts %s", (schema) => {
    expect(naming.schemaFault(schema)).toBeUndefined();
  });
  it.each([
    "",
    "tenant_",
    "public",
    "pg_tenant_a",
    "tenant_A",
    "tenant_a-b",
    'tenant_a"',
    `tenant_${"a".repeat(48)}`,
    "tenant_a_app",
  ])("refuses %j", (schema) => {
    expect(naming.schemaFault(schema)).toBeDefined();
  });
});

describe("hostnameFault", () => {
  it.each([
    "a.io",
    "phoenix.localhost",
    "api-stage.phoenixelectricandair.net",
    "1.example.com",
    "xn--nand-0pa4b.example",
    `${"a".repeat(63)}.example.com`,
  ])("accepts %s", (name) => {
    expect(naming.hostnameFault(name)).toBeUndefined();
  });
  it.each([
    "",
    ".",
    "a..b",
    ".a.b",
    "a-.example.com",
    "example.1com",
    "a;b.example.com",
    "$a.example.com",
    "~a.b",
    "example.c-",
    `${"a".repeat(64)}.b`,
  ])("refuses %j", (name) => {
    expect(naming.hostnameFault(name)).toBeDefined();
  });
  it("lets nothing through that nginx or a certificate would read as more than a name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", maxLength: 40 }), (name) => {
        if (naming.hostnameFault(name) === undefined) expect(name).toMatch(/^[a-z0-9.-]+$/);
      }),
    );
  });
});

describe("names made from a slug", () => {
  it("are what the plan says", () => {
    expect(naming.schemaName("north-side")).toBe("tenant_north_side");
    expect(naming.roleName("tenant_north_side")).toBe("tenant_north_side_app");
    expect(naming.redisUser("north-side", 2)).toBe("north-side.2");
    expect(naming.keyPrefix("north-side")).toBe("t:{north-side}:");
  });
  it("are valid and short enough, whatever the slug", () => {
    fc.assert(
      fc.property(slug, (text) => {
        const schema = naming.schemaName(text);
        expect(naming.schemaFault(schema)).toBeUndefined();
        expect(Buffer.byteLength(naming.roleName(schema))).toBeLessThanOrEqual(naming.IDENTIFIER_BYTES);
        expect(Buffer.byteLength(naming.loginName(naming.roleName(schema), 9999))).toBeLessThanOrEqual(
          naming.IDENTIFIER_BYTES,
        );
        expect(naming.redisUser(text, 1)).toMatch(/^[a-z0-9-]+\.1$/);
        expect(`chalan-${text}-nginx-${"s".repeat(10)}-${"x".repeat(8)}`.length).toBeLessThanOrEqual(
          naming.LABEL_BYTES,
        );
        expect(naming.hostnameFault(`${text}.localhost`)).toBeUndefined();
        for (const name of naming.hostnames({ domain: `${text}.example.com`, www: true, aliases: [] }))
          expect(naming.hostnameFault(name)).toBeUndefined();
      }),
    );
  });
  it("are apart for distinct slugs, and no schema has the name of a role", () => {
    fc.assert(
      fc.property(fc.uniqueArray(slug, { minLength: 2, maxLength: 20 }), (slugs) => {
        const schemas = slugs.map(naming.schemaName);
        const roles = schemas.map(naming.roleName);
        expect(new Set([...schemas, ...roles, "tenant_app"]).size).toBe(2 * slugs.length + 1);
        expect(new Set(slugs.map(naming.keyPrefix)).size).toBe(slugs.length);
        // A prefix of another's prefix would let an ACL pattern reach into it.
        const [first = "", ...others] = slugs.map(naming.keyPrefix);
        for (const other of others) expect(other.startsWith(first) || first.startsWith(other)).toBe(false);
      }),
    );
  });
});

describe("hostnames", () => {
  it.each([
    [{ domain: "a.io", www: false, aliases: [] }, ["a.io", "api.a.io"]],
    [{ domain: "a.io", www: true, aliases: ["b.io"] }, ["a.io", "www.a.io", "api.a.io", "b.io"]],
    [{ domain: "a.io", www: false, apiDomain: "x.io", aliases: [] }, ["a.io", "x.io"]],
  ])("%j", (tenant, names) => {
    expect(naming.hostnames(tenant)).toEqual(names);
  });
});

describe("domainFault", () => {
  it("leaves room for www. and api.", () => {
    const labels = (length: number) => `${"a".repeat(60)}.${"b".repeat(length - 61)}`;
    expect(naming.domainFault(labels(106))).toBeUndefined();
    expect(naming.domainFault(labels(107))?.rule).toMatch(/106 characters/);
    expect(naming.hostnameFault(labels(110))).toBeUndefined();
    expect(naming.hostnameFault(labels(111))?.rule).toMatch(/110 in all/);
  });
  it("wants the bare name", () => {
    expect(naming.domainFault("www.example.com")?.remedy).toContain("www: true");
  });
});
