import { expect, test } from "vitest";
import type { AuthorityRule, NameRecords } from "../../../bin/lib/certificates/dns.ts";
import { preflightFaults } from "../../../bin/lib/certificates/preflight.ts";

const terms = { addresses: ["203.0.113.7", "2001:db8::7"], identities: ["letsencrypt.org"] };
const name = "www.ajax.example.com";
const none = { records: [] };

function records(changes: Partial<NameRecords> = {}): NameRecords {
  return { v4: { records: ["203.0.113.7"] }, v6: none, rules: none, rulesAt: "", ...changes };
}
const issue = (value: string): AuthorityRule => ({ critical: false, tag: "issue", value });
const ruled = (...rules: AuthorityRule[]) => records({ rules: { records: rules }, rulesAt: "example.com" });
const found = (given: NameRecords, changed: Partial<typeof terms> = {}) =>
  preflightFaults(name, given, { ...terms, ...changed }).map(({ rule }) => rule);

const forbidden = "is not to be issued by this authority, says CAA at example.com";

test.each<[string, NameRecords, string[]]>([
  ["points here", records(), []],
  ["points here by both kinds of address", records({ v6: { records: ["2001:db8::7"] } }), []],
  ["has IPv6 only", records({ v4: none, v6: { records: ["2001:db8::7"] } }), []],
  ["does not exist", records({ v4: none }), ["has no address in DNS"]],
  [
    "points elsewhere",
    records({ v4: { records: ["198.51.100.1"] } }),
    ["points to 198.51.100.1, which is not this host"],
  ],
  [
    "points here and elsewhere by IPv6, which the authority tries first",
    records({ v6: { records: ["2001:db8::99"] } }),
    ["points to 2001:db8::99, which is not this host"],
  ],
  [
    "has name servers that fail",
    records({ v4: { failed: "ESERVFAIL" }, rules: { failed: "ETIMEOUT" }, rulesAt: "example.com" }),
    [
      `cannot be looked up: the name servers of ${name} answer with ESERVFAIL`,
      "cannot be looked up: the name servers of example.com answer with ETIMEOUT",
    ],
  ],
  ["is allowed by CAA", ruled(issue("letsencrypt.org")), []],
  [
    "is allowed beside others",
    ruled(issue("pki.goog"), issue(" LetsEncrypt.org ; accounturi=https://x/1")),
    [],
  ],
  ["is allowed by HTTP", ruled(issue("letsencrypt.org; validationmethods=dns-01,http-01")), []],
  ["is not allowed by HTTP", ruled(issue("letsencrypt.org; validationmethods=dns-01")), [forbidden]],
  ["is allowed to others", ruled(issue("pki.goog")), [forbidden]],
  ["is allowed to nobody", ruled(issue(";")), [forbidden]],
  ["has CAA for wildcards only", ruled({ ...issue(";"), tag: "issuewild" }), []],
  ["has CAA for reports only", ruled({ ...issue("mailto:a@example.com"), tag: "iodef" }), []],
  [
    "has a critical rule that nobody knows",
    ruled({ critical: true, tag: "future", value: "x" }, issue("letsencrypt.org")),
    ["has a critical CAA record at example.com that authorities do not know"],
  ],
])("a name that %s", (_what, given, expected) => {
  expect(found(given)).toEqual(expected);
});

test("what is not known is not checked", () => {
  expect(found(records({ v4: { records: ["198.51.100.1"] } }), { addresses: [] })).toEqual([]);
  expect(found(ruled(issue("pki.goog")), { identities: [] })).toEqual([]);
  expect(found(records({ v4: none }), { addresses: [] })).toEqual(["has no address in DNS"]);
});

test("every fault comes with what to do", () => {
  const given = { ...ruled(issue("pki.goog")), v4: { records: ["198.51.100.1"] } };
  expect(preflightFaults(name, given, terms).map(({ remedy }) => remedy)).toEqual([
    `Let ${name} point to 203.0.113.7 or 2001:db8::7 only, or name that address in chalan:publicAddresses if it leads here.`,
    'Add `example.com. CAA 0 issue "letsencrypt.org"`.',
  ]);
});
