import type { Database, Statement } from "../shared/database.ts";
import type { Backlog } from "./metrics.ts";
import type { WorkerTenant } from "./tenants.ts";

const READ: Statement = {
  name: "worker_backlog",
  text: `select tenant_id as "tenantId", waiting, dead,
                coalesce(extract(epoch from now() - oldest), 0)::float8 as "oldestSeconds"
         from public.outbox_backlog()`,
};

interface Row extends Omit<Backlog, "tenant"> {
  readonly tenantId: string;
}

/** @returns how much waits at each of the tenants, in one round trip */
export async function readBacklogs(database: Database, tenants: readonly WorkerTenant[]): Promise<Backlog[]> {
  const rows = await database.query<Row>(READ, []);
  const slugs = new Map(tenants.map(({ id, slug }) => [id, slug]));
  return rows.flatMap(({ tenantId, ...backlog }) => {
    const tenant = slugs.get(tenantId);
    return tenant === undefined ? [] : [{ tenant, ...backlog }];
  });
}
