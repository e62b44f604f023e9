import type { Tenant } from "../../tenants/schema.ts";

/** What the app's `migrate tenant` writes to the registry in schema `public` (app/contract.ts). Keys in a fixed order: the text is an input that must not change by itself. */
export function tenantJson({
  slug,
  id,
  name,
  schema,
  role,
  domain,
  state,
  plan,
  modules,
  settings,
}: Tenant): string {
  return JSON.stringify({ slug, id, name, schema, role, domain, state, plan, modules, settings });
}
