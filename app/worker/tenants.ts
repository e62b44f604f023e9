import type { Database, Statement } from "../shared/database.ts";

/** A tenant that the worker works for, as the registry has it. */
export interface WorkerTenant {
  readonly id: string;
  readonly slug: string;
  readonly schema: string;
  readonly role: string;
}

const ACTIVE: Statement = {
  name: "worker_tenants_active",
  text: `select tenant_id as id, slug, schema_name as schema, db_role as role
         from public.tenants where state = 'active'`,
};

/** Messages about schemas that nobody knows, from whoever may send any, cost one look into the registry in this time. */
const FRESH_MILLISECONDS = 1_000;

/**
 * The active tenants, found in the registry: a new one needs no restart, a suspended one is gone at the next look.
 *
 * @param database logs in as chalan_worker
 * @param now clock in milliseconds
 */
export function tenantRegistry(database: Database, now: () => number = Date.now) {
  let tenants: ReadonlyMap<string, WorkerTenant> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  async function refresh(): Promise<readonly WorkerTenant[]> {
    const rows = await database.query<WorkerTenant>(ACTIVE, []);
    readAt = now();
    tenants = new Map(rows.map((tenant) => [tenant.schema, tenant]));
    return rows;
  }
  return {
    /** Reads the registry. */
    refresh,
    /** @returns the active tenant of a schema; the registry is read again for one that is not known */
    async ofSchema(schema: string): Promise<WorkerTenant | undefined> {
      if (!tenants.has(schema) && now() - readAt >= FRESH_MILLISECONDS) await refresh();
      return tenants.get(schema);
    },
  };
}

export type TenantRegistry = ReturnType<typeof tenantRegistry>;
