import type { TenantRepository } from "../repositories/tenant.ts";

/** Requests of a whole tenant per minute: about twenty people who click as fast as pages load, per 600. */
const OF_TENANT = { small: 600, standard: 1_800, large: 6_000 } as const;
/** Of one person, so that a script of one leaves the colleagues' share alone. */
const OF_PERSON = 300;
/** Of an address that nobody has signed in from. */
const OF_STRANGER = 120;

export const MINUTE = 60;

/** How many requests there may be per minute. */
export interface RequestLimits {
  readonly tenant: number;
  readonly person: number;
  readonly stranger: number;
}

/** @param given instead of what the plan says */
export function requestLimits(given: number | undefined, tenants: TenantRepository) {
  return async (): Promise<RequestLimits> => ({
    tenant: given ?? OF_TENANT[(await tenants.current())?.plan ?? "small"],
    person: given ?? OF_PERSON,
    stranger: given ?? OF_STRANGER,
  });
}
