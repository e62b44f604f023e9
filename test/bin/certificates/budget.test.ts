import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  budgetFaults,
  ORDERS,
  registeredDomain,
  SAME_NAME_CERTIFICATES,
  WEEKLY_CERTIFICATES,
} from "../../../bin/lib/certificates/budget.ts";
import { decide } from "../../../bin/lib/certificates/check.ts";

const now = new Date("2026-11-23T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const many = (count: number, domain: string, at?: Date) =>
  Array.from({ length: count }, (_, index) => ({ name: `n${index}.${domain}`, at }));

test.each([
  ["www.ajax.example.com", "example.com"],
  ["a.b.example.co.uk", "example.co.uk"],
  ["ajax.github.io", "ajax.github.io"],
  ["com", "com"],
])("%s counts for %s", (name, domain) => {
  expect(registeredDomain(name)).toBe(domain);
});

describe("the weekly budget", () => {
  test("is counted by registered domain; the names beyond it wait", () => {
    const names = [
      ...many(WEEKLY_CERTIFICATES + 2, "example.com"),
      ...many(WEEKLY_CERTIFICATES, "example.org"),
    ];
    expect([...budgetFaults(names, now).keys()]).toEqual(["n50.example.com", "n51.example.com"]);
  });

  test("includes what was issued in the last seven days, and nothing older", () => {
    const recent = many(WEEKLY_CERTIFICATES - 1, "a.example.com", daysAgo(6.9));
    const wanted = many(2, "b.example.com");
    expect([...budgetFaults([...recent, ...wanted], now).keys()]).toEqual(["n1.b.example.com"]);
    expect(budgetFaults([...many(60, "a.example.com", daysAgo(7.1)), ...wanted], now).size).toBe(0);
  });

  test("has a limit of orders over all domains", () => {
    const names = Array.from({ length: ORDERS + 1 }, (_, index) => ({
      name: `shop${index}.net`,
      at: undefined,
    }));
    expect([...budgetFaults(names, now).keys()]).toEqual([`shop${ORDERS}.net`]);
  });

  test("never holds a name that has a certificate, and never lets more than the limit through", () => {
    const name = fc.record({
      name: fc
        .tuple(fc.nat(200), fc.constantFrom("example.com", "example.org", "example.co.uk"))
        .map(([n, d]) => `n${n}.${d}`),
      at: fc.option(fc.nat(14).map(daysAgo), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: (each) => each.name, maxLength: 200 }), (names) => {
        const faults = budgetFaults(names, now);
        for (const { name: held } of names.filter(({ at }) => at !== undefined))
          expect(faults.has(held)).toBe(false);
        for (const domain of ["example.com", "example.org", "example.co.uk"]) {
          const asked = names.filter(
            ({ name: each, at }) => at === undefined && each.endsWith(domain) && !faults.has(each),
          );
          expect(asked.length).toBeLessThanOrEqual(WEEKLY_CERTIFICATES);
        }
      }),
    );
  });
});

describe("what is held back", () => {
  const fault = { rule: "has no address in DNS", remedy: "Add one." };
  const entry = (name: string, changes = {}) => ({
    name,
    tenant: "ajax",
    automatic: true,
    at: undefined,
    lately: 0,
    faults: [],
    ...changes,
  });

  test("is a name with a fault and without a certificate", () => {
    const names = [
      entry("good.net"),
      entry("bad.net", { faults: [fault] }),
      entry("kept.net", { faults: [fault], at: daysAgo(40) }),
    ];
    expect(decide(names, true, now)).toEqual([
      { name: "bad.net", tenant: "ajax", faults: [fault], held: true },
      { name: "kept.net", tenant: "ajax", faults: [fault], held: false },
    ]);
  });

  test("does not use up the budget, which only Let's Encrypt's own authority has", () => {
    const bad = many(10, "example.com").map(({ name }) => entry(name, { faults: [fault] }));
    const good = many(WEEKLY_CERTIFICATES, "shop.example.com").map(({ name }) => entry(name));
    expect(decide([...bad, ...good], true, now).map(({ held }) => held)).toEqual(Array(10).fill(true));
    expect(decide([...good, entry("one.example.com")], true, now)).toHaveLength(1);
    expect(decide([...good, entry("one.example.com")], false, now)).toEqual([]);
  });

  test("is not a name that has had too many certificates: that is said only, as a stopped edge may have the last one", () => {
    const names = [
      entry("purged.net", { lately: SAME_NAME_CERTIFICATES }),
      entry("nearly.net", { lately: SAME_NAME_CERTIFICATES - 1 }),
      entry("served.net", { lately: SAME_NAME_CERTIFICATES, at: daysAgo(1) }),
    ];
    expect(decide(names, true, now)).toEqual([
      {
        name: "purged.net",
        tenant: "ajax",
        faults: [expect.objectContaining({ rule: expect.stringContaining("has had the 5 certificates") })],
        held: false,
      },
    ]);
    expect(decide(names, false, now)).toEqual([]);
  });
});
