import { type TenantRow, tenantRepository } from "../../api/repositories/tenant.ts";
import type { Query } from "../../shared/database.ts";
import { joined } from "../as-tenant.ts";

/** How a tenant calls itself, its language, and its clocks. */
export type Profile = Pick<TenantRow, "name" | "domain" | "locale" | "timeZone">;

/** @returns what the owner has chosen, else what the operator has set, of the tenant whose transaction it is */
export async function profileOf(query: Query): Promise<Profile> {
  const row = await tenantRepository(joined(query)).current();
  if (row === undefined) throw new Error("the tenant is not registered");
  return row;
}
