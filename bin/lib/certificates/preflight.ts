/** Whether an authority would issue for a name. Asking where it would not burns its limits (5 failures per name and hour). Pure. */
import type { Fault } from "../../../tenants/naming.ts";
import type { Answer, AuthorityRule, NameRecords } from "./dns.ts";

export interface PreflightTerms {
  /** Public addresses of the host; empty when they are not known, and the rule is not checked. */
  readonly addresses: readonly string[];
  /** Names by which CAA records allow the authority, e.g. `letsencrypt.org`; empty when not known. */
  readonly identities: readonly string[];
}

/** Properties that we understand; an unknown one that is critical forbids issuing (RFC 8659, section 4.1; RFC 9495 has the two of mail). */
const KNOWN_TAGS = ["issue", "issuewild", "iodef", "issuevmc", "issuemail", "contactemail", "contactphone"];

/** @returns what would make the authority refuse, everything at once */
export function preflightFaults(name: string, records: NameRecords, terms: PreflightTerms): Fault[] {
  return [...addressFaults(name, records, terms), ...ruleFaults(records, terms)];
}

function addressFaults(name: string, { v4, v6 }: NameRecords, { addresses }: PreflightTerms): Fault[] {
  const failed = [v4, v6].flatMap((answer) => ("failed" in answer ? [answer.failed] : []));
  if (failed.length > 0) return [noAnswer(name, failed[0])];
  const found = [...recordsIn(v4), ...recordsIn(v6)];
  const here = addresses.length > 0 ? addresses.join(" or ") : "this host's address";
  if (found.length === 0)
    return [{ rule: "has no address in DNS", remedy: `Add an A record for ${name} with ${here}.` }];
  if (addresses.length === 0) return [];
  // The authority tries the IPv6 address first, and every address has to be this host.
  const elsewhere = found.filter((address) => !addresses.includes(address));
  if (elsewhere.length === 0) return [];
  return [
    {
      rule: `points to ${elsewhere.join(" and ")}, which is not this host`,
      remedy: `Let ${name} point to ${here} only, or name that address in chalan:publicAddresses if it leads here.`,
    },
  ];
}

function ruleFaults({ rules, rulesAt }: NameRecords, { identities }: PreflightTerms): Fault[] {
  if ("failed" in rules) return [noAnswer(rulesAt, rules.failed)];
  const strange = rules.records.find(({ critical, tag }) => critical && !KNOWN_TAGS.includes(tag));
  if (strange)
    return [
      {
        rule: `has a critical CAA record at ${rulesAt} that authorities do not know`,
        remedy: "Take it out, or its critical flag off.",
      },
    ];
  const issue = rules.records.filter(({ tag }) => tag === "issue");
  if (issue.length === 0 || identities.length === 0 || issue.some((rule) => allows(rule, identities)))
    return [];
  return [
    {
      rule: `is not to be issued by this authority, says CAA at ${rulesAt}`,
      remedy: `Add \`${rulesAt}. CAA 0 issue "${identities[0]}"\`.`,
    },
  ];
}

/** `letsencrypt.org; validationmethods=http-01`: the issuer, and where it is said, by which methods (RFC 8657). */
function allows({ value }: AuthorityRule, identities: readonly string[]): boolean {
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim().toLowerCase());
  const methods = parameters.find((parameter) => parameter.startsWith("validationmethods="))?.split("=")[1];
  return identities.includes(issuer) && (methods === undefined || methods.split(",").includes("http-01"));
}

const noAnswer = (name: string, code = ""): Fault => ({
  rule: `cannot be looked up: the name servers of ${name} answer with ${code}`,
  remedy: "Look at that zone, or name other resolvers in chalan:resolvers.",
});

const recordsIn = <T>(answer: Answer<T>): readonly T[] => ("failed" in answer ? [] : answer.records);
