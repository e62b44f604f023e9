/** Which names of a stack may be asked for a certificate now, and what forbids the others. */
import type { Fault } from "../../../tenants/naming.ts";
import { hostAddresses } from "./addresses.ts";
import { caaIdentities, hasWeeklyBudget } from "./authority.ts";
import { budgetFaults } from "./budget.ts";
import { recordsOf, resolverOf } from "./dns.ts";
import { lookAt } from "./handshake.ts";
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
async function issuedAt(name: string, { edge }: CertificateStack, now: Date): Promise<Date | undefined> {
  const look = await lookAt(name, edge);
  if (look.kind !== "served" || look.certificate.checkHost(name, { subject: "never" }) === undefined)
    return undefined;
  return look.certificate.validToDate > now ? look.certificate.validFromDate : undefined;
}

/** Asks DNS, the authority and the edge, side by side; never rejects. With an authority of this machine's own there is nothing to ask. */
export async function checkNames(stack: CertificateStack, now: Date): Promise<Check> {
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
      at: await issuedAt(entry.name, stack, now),
      faults: preflightFaults(entry.name, await recordsOf(resolver, entry.name), terms),
    })),
  );
  return { findings: decide(checked, hasWeeklyBudget(stack.authority), now), notes };
}

type CheckedName = WantedName & { readonly at: Date | undefined; readonly faults: readonly Fault[] };

/** The decision, without the asking. Only names that pass the preflight count against the budget. */
export function decide(names: readonly CheckedName[], limited: boolean, now: Date): NameFinding[] {
  const passed = names.filter(({ faults, at }) => faults.length === 0 || at !== undefined);
  const budget = limited ? budgetFaults(passed, now) : new Map<string, Fault>();
  return names.flatMap(({ name, tenant, at, faults }) => {
    const over = budget.get(name);
    const all = over ? [...faults, over] : faults;
    return all.length === 0 ? [] : [{ name, tenant, faults: all, held: at === undefined }];
  });
}
