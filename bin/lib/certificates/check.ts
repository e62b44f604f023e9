/** Which names of a stack may be asked for a certificate now, and what forbids the others. */
import type { Fault } from "../../../tenants/naming.ts";
import { hostAddresses } from "./addresses.ts";
import { caaIdentities, hasWeeklyBudget } from "./authority.ts";
import { budgetFaults, type Issued, sameNameFault } from "./budget.ts";
import { recordsOf, resolverOf } from "./dns.ts";
import { type Looks, ownCertificate } from "./handshake.ts";
import { countOf, type JournalEntry } from "./journal.ts";
import { preflightFaults } from "./preflight.ts";
import type { CertificateStack, WantedName } from "./stack.ts";

/** What is wrong with a name. */
export interface NameFinding {
  readonly name: string;
  readonly tenant: string;
  readonly faults: readonly Fault[];
  /** Whether it is not to be asked for. One that has a certificate never is: asking again and again for it is what renewing means. */
  readonly held: boolean;
}

export interface Check {
  readonly findings: readonly NameFinding[];
  /** What could not be checked, for the operator. */
  readonly notes: readonly string[];
}

/** When the certificate was issued that the edge serves for a name; undefined when there is none that is valid for it. */
function issuedAt(name: string, looks: Looks, now: Date): Date | undefined {
  const certificate = ownCertificate(name, looks);
  return certificate && certificate.validToDate > now ? certificate.validFromDate : undefined;
}

/** Asks DNS and the authority, side by side; never rejects. With an authority of this machine's own there is nothing to ask. */
export async function checkNames(
  stack: CertificateStack,
  looks: Looks,
  journal: readonly JournalEntry[],
  now: Date,
): Promise<Check> {
  if (stack.authority === "local") return { findings: [], notes: [] };
  const wanted = stack.names.filter(({ automatic }) => automatic);
  const [addresses, identities] = await Promise.all([hostAddresses(stack), caaIdentities(stack.authority)]);
  const notes = [
    ...(addresses.length === 0
      ? [
          "This host's public address is not known, so nobody checked where names point to: set chalan:publicAddresses.",
        ]
      : []),
    ...(identities === undefined
      ? [`The authority ${stack.authority} does not answer; CAA records were not checked.`]
      : []),
  ];
  const terms = { addresses, identities: identities ?? [] };
  const resolver = resolverOf(stack.resolvers);
  const checked = await Promise.all(
    wanted.map(async (entry) => ({
      ...entry,
      at: issuedAt(entry.name, looks, now),
      lately: countOf(journal, entry.name, now),
      faults: preflightFaults(entry.name, await recordsOf(resolver, entry.name), terms),
    })),
  );
  return { findings: decide(checked, hasWeeklyBudget(stack.authority), now), notes };
}

interface CheckedName extends WantedName, Issued {
  /** How many certificates it is known to have had in the last week. */
  readonly lately: number;
  readonly faults: readonly Fault[];
}

/** The decision, without the asking. Only names that pass the preflight count against the budget. */
export function decide(names: readonly CheckedName[], limited: boolean, now: Date): NameFinding[] {
  const passed = names.filter(({ faults, at }) => faults.length === 0 || at !== undefined);
  const budget = limited ? budgetFaults(passed, now) : new Map<string, Fault>();
  return names.flatMap(({ name, tenant, at, lately, faults }) => {
    const over = budget.get(name);
    const holding = over ? [...faults, over] : faults;
    // Said only: to be refused for it costs nothing, and a stopped edge may have the certificate in its volume.
    const same = limited && at === undefined ? sameNameFault(lately) : undefined;
    const all = same ? [...holding, same] : holding;
    return all.length === 0
      ? []
      : [{ name, tenant, faults: all, held: at === undefined && holding.length > 0 }];
  });
}
