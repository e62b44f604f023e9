import type { onRequestAsyncHookHandler } from "fastify";
import type { Dependencies } from "../dependencies.ts";
import { tenantClosed, unauthenticated } from "../problem.ts";
import type { tenantRepository } from "../repositories/tenant.ts";

/** Refuses requests of a tenant that is not active (suspended, archived, or not yet set up). */
export function requireActiveTenant(tenants: ReturnType<typeof tenantRepository>): onRequestAsyncHookHandler {
  return async () => {
    const state = (await tenants.current())?.state ?? "not set up";
    if (state !== "active") throw tenantClosed(state);
  };
}

/**
 * Refuses business data to a caller that has not signed in. There is no sign-in yet, so production refuses everybody:
 * a tenant's contracts must never be open to the internet. `local` and `qa` hold test data and let everybody in.
 */
export function requireUser({ environment }: Dependencies): onRequestAsyncHookHandler {
  return async () => {
    if (environment === "prod") throw unauthenticated();
  };
}
