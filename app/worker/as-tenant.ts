import type { Database, Query, Statement } from "../shared/database.ts";
import type { WorkerTenant } from "./tenants.ts";

/**
 * For the rest of the transaction the session is the tenant's role, with the tenant's rights and no others: row-level
 * security looks at current_user, and the schemas of others are closed to it. A job may wait for a mail server or a child
 * process in the middle of it, which is why it may be idle for longer than a request.
 */
const BECOME: Statement = {
  name: "",
  text: `select set_config('role', $1, true), set_config('search_path', quote_ident($2), true),
                set_config('idle_in_transaction_session_timeout', '60s', true)`,
};
const SIGN: Statement = { name: "", text: "select set_config('chalan.user', $1, true)" };

/**
 * Runs `work` in one transaction with a tenant's rights.
 *
 * Statements are not prepared by name here: one connection serves many tenants, and a name would be planned anew at each
 * change of the search path anyway.
 *
 * @param database logs in as chalan_worker, which is nobody until it becomes a tenant
 * @throws PostgreSQL's 42501 when the tenant is not, or no longer, the worker's to serve
 */
export function asTenant<Result>(
  database: Database,
  { role, schema }: Pick<WorkerTenant, "role" | "schema">,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  return database.transaction(null, async (query) => {
    await query(BECOME, [role, schema]);
    return work(({ text }, values) => query({ name: "", text }, values));
  });
}

/** The repositories' view of a transaction that has begun: what they call a transaction is a part of it. */
export function joined(query: Query): Database {
  return {
    query,
    async transaction(actor, work) {
      await query(SIGN, [actor ?? ""]);
      return work(query);
    },
    end: () => Promise.resolve(),
  };
}
