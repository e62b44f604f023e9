/** What Let's Encrypt lets one domain have in a week, held against what the tenants' file asks for. Pure. */
import { getDomain } from "tldts";
import type { Fault } from "../../../tenants/naming.ts";

/** New certificates per registered domain in 7 days; renewals do not count (letsencrypt.org/docs/rate-limits, seen 2026-11-23). */
export const WEEKLY_CERTIFICATES = 50;
/** Certificates for the very same name in 7 days, renewals that the authority did not ask for included (same page). */
export const SAME_NAME_CERTIFICATES = 5;
/** New orders per account in 3 hours (same page). */
export const ORDERS = 300;
const WEEK_MILLISECONDS = 7 * 86_400_000;

/** A name, and when the certificate that it has was issued; undefined for none. */
export interface Issued {
  readonly name: string;
  readonly at: Date | undefined;
}

/** @param lately how many certificates a name is known to have had in the last 7 days @returns what the authority has against another one */
export const sameNameFault = (lately: number): Fault | undefined =>
  lately < SAME_NAME_CERTIFICATES
    ? undefined
    : {
        rule: `has had the ${SAME_NAME_CERTIFICATES} certificates that the same name gets in a week`,
        remedy:
          "Ask again on another day; a purge of the edge's volumes (bin/down --purge) costs every name a new one.",
      };

/**
 * The unit that the authority counts by: `example.co.uk` for `www.example.co.uk`, by the Public Suffix List with its private part,
 * as the authority takes it.
 */
export const registeredDomain = (name: string): string =>
  getDomain(name, { allowPrivateDomains: true }) ?? name;

/**
 * @param names every name that a certificate is wanted for, in the order of the tenants
 * @returns by name, what forbids to ask for it now; names that have a certificate are renewed whatever the budget
 */
export function budgetFaults(names: readonly Issued[], now: Date): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  const spent = new Map<string, number>();
  const count = (domain: string) => spent.set(domain, (spent.get(domain) ?? 0) + 1);
  const weekAgo = now.getTime() - WEEK_MILLISECONDS;
  for (const { name, at } of names)
    if (at !== undefined && at.getTime() > weekAgo) count(registeredDomain(name));
  let orders = 0;
  for (const { name, at } of names) {
    if (at !== undefined) continue;
    const domain = registeredDomain(name);
    if ((spent.get(domain) ?? 0) >= WEEKLY_CERTIFICATES)
      faults.set(name, {
        rule: `is beyond the ${WEEKLY_CERTIFICATES} certificates that ${domain} gets in a week`,
        remedy: "It is asked for by a bin/up of another day; nothing else has to be done.",
      });
    else if (orders >= ORDERS)
      faults.set(name, {
        rule: `is beyond the ${ORDERS} orders that an account gets in 3 hours`,
        remedy: "It is asked for by a bin/up after that.",
      });
    else {
      count(domain);
      orders += 1;
    }
  }
  return faults;
}
