import { describe, expect, test } from "vitest";
import { type Deployment, lasting, remember } from "../../bin/lib/deployments.ts";
import { inWords, rollbackSteps } from "../../bin/lib/rollback.ts";
import { withStackVersion, withTenantVersion } from "../../bin/lib/stack-versions.ts";

const images = (ids: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(ids).flatMap(([version, id]) => [
      [`chalanpro:${version}`, `sha256:app-${id}`],
      [`chalanpro-nginx:${version}`, `sha256:front-${id}`],
    ]),
  );
const ids = images({ "2.0.0": "b", "2.0.0-aaaaaaaaaaaa": "a", "2.0.0-bbbbbbbbbbbb": "b", "1.9.0": "c" });

const deployment = (stack: string, tenants: Record<string, string>, at = "2026-11-22T10:00:00.000Z") => ({
  at,
  stack,
  tenants,
});
const [a, b] = ["2.0.0-aaaaaaaaaaaa", "2.0.0-bbbbbbbbbbbb"] as const;
const versions = {
  stackFile: "Pulumi.prod.yaml",
  tenantsFile: "tenants/prod.yaml",
  stack: "2.0.0",
  tenants: [
    { slug: "one", own: undefined },
    { slug: "two", own: "1.9.0" },
  ],
};
const history: Deployment[] = [
  deployment(a, { one: a, two: a }, "2026-11-21T10:00:00.000Z"),
  deployment(b, { one: b, two: "1.9.0" }),
];

describe("a version", () => {
  test("is known by the tag of its content, when both images have one", () => {
    expect(lasting("2.0.0", ids)).toBe(b);
    expect(lasting(a, ids)).toBe(a);
    expect(lasting("1.9.0", ids)).toBe("1.9.0");
    expect(lasting("3.0.0", ids)).toBe("3.0.0");
  });
  test("whose front was built from something else is another one", () => {
    const mixed = { ...ids, [`chalanpro-nginx:${b}`]: "sha256:other" };
    expect(lasting("2.0.0", mixed)).toBe("2.0.0");
  });
});

describe("the history", () => {
  test("grows by what has changed only, and stays short", () => {
    expect(remember(history, deployment(b, { two: "1.9.0", one: b }, "later"))).toBe(history);
    expect(remember(history, deployment(b, { one: b }))).toHaveLength(3);
    const many = Array.from({ length: 50 }, (_, index) => deployment(`1.0.${index}`, {}));
    const short = many.reduce<readonly Deployment[]>(remember, []);
    expect(short).toHaveLength(20);
    expect(short.at(-1)?.stack).toBe("1.0.49");
  });
});

describe("rolling back", () => {
  test("the stack goes to the version before, in words that name who comes along", () => {
    const [step] = rollbackSteps(versions, [], history, ids);
    expect(step).toEqual({ slug: undefined, from: b, to: a, at: "2026-11-21T10:00:00.000Z" });
    expect(step && inWords(step, versions)).toMatchInlineSnapshot(`
      "The stack goes from version 2.0.0-bbbbbbbbbbbb back to 2.0.0-aaaaaaaaaaaa, which served until 2026-11-21 10:00 UTC or later.
        with it: the worker, one
        not these, which have a version of their own: two"
    `);
  });
  test("a version that never got ready goes back to the one that serves", () => {
    const failed = { ...versions, stack: "2.1.0" };
    expect(rollbackSteps(failed, ["one"], history, ids)).toMatchObject([{ from: "2.1.0", to: b }]);
  });
  test("a tenant goes back by itself", () => {
    expect(rollbackSteps(versions, ["two", "two"], history, ids)).toMatchObject([
      { slug: "two", from: "1.9.0", to: a },
    ]);
  });
  test("says at once everything that forbids it", () => {
    const wrong = () => rollbackSteps(versions, ["nobody", "one"], history.slice(1), ids);
    expect(wrong).toThrowErrorMatchingInlineSnapshot(`
      [UserError: tenants/prod.yaml  tenant nobody  is not in the tenant file, or is archived. Name a tenant of this stack.
      tenants/prod.yaml  tenant one  has had no other version yet. Put the version that you want into the file, and run bin/up.]
    `);
    const gone = () => rollbackSteps(versions, [], history, images({ "2.0.0": "b" }));
    expect(gone).toThrow(/no image of its previous version 2\.0\.0-/);
  });
});

describe("the files", () => {
  test("change in one value; comments stay", () => {
    const stackFile = "# ours\nconfig:\n  chalan:appVersion: 2.0.0 # keep\n  chalan:other: { a: 1 }\n";
    expect(withStackVersion(stackFile, "1.0.0")).toBe(stackFile.replace("2.0.0", "1.0.0"));
    const tenants =
      '# t\ntenants:\n  - slug: one\n    id: a\n\n  - slug: two # second\n    version: "2.0.0"\n';
    expect(withTenantVersion(tenants, "two", "1.0.0")).toBe(tenants.replace("2.0.0", "1.0.0"));
    expect(withTenantVersion(tenants, "one", "1.0.0")).toBe(
      tenants.replace("    id: a\n", "    id: a\n    version: 1.0.0\n"),
    );
  });
});
