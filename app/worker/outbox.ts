import type { Database, Query, Statement } from "../shared/database.ts";
import { asTenant } from "./as-tenant.ts";
import type { WorkerTenant } from "./tenants.ts";

/** A row of the outbox, to be put into the queue. */
export interface Waiting {
  readonly id: string;
  readonly kind: string;
}

/** A row of the outbox while it is worked on. */
export interface Claimed extends Waiting {
  readonly payload: unknown;
  readonly createdBy: string | null;
}

/** One more attempt at a row. */
export interface Attempt {
  readonly kind: string;
  /** This one is counted. */
  readonly attempts: number;
  readonly ageSeconds: number;
}

const sql = (text: string): Statement => ({ name: "", text });

// What has been put into the queue long ago and is still waiting may have been lost with Redis. Whatever is there
// already is not put in twice.
const PICK = sql(
  `select id, kind from outbox
   where state = 'waiting' and (queued_at is null or queued_at < now() - interval '10 minutes')
   order by created_at, id limit $1 for update skip locked`,
);
const QUEUED = sql("update outbox set queued_at = now() where id = any ($1::uuid[])");
// The row may be locked by the move that put it into the queue: this waits for that to be committed. It is in the queue, or it would not have been
// fetched: no other move may pick it, and lock it, before it is claimed.
const START = sql(
  `update outbox set attempts = attempts + 1, queued_at = now() where id = $1 and state = 'waiting'
   returning kind, attempts, extract(epoch from now() - created_at)::float8 as "ageSeconds"`,
);
const CLAIM = sql(
  `select id, kind, payload, created_by as "createdBy" from outbox
   where id = $1 and state = 'waiting' for update skip locked`,
);
// A letter may hold a link that opens an account.
const DONE = sql(
  `with contents as (delete from outbox_contents where outbox_id = $1)
   update outbox set state = 'done', finished_at = now(), failure = null, result = $2,
                     payload = case kind when 'mail' then '{}' else payload end
   where id = $1`,
);
const FAILED = sql("update outbox set failure = $2 where id = $1 and state = 'waiting'");
const DEAD = sql(
  "update outbox set failure = $2, state = 'dead', finished_at = now() where id = $1 and state = 'waiting'",
);
const RETURNED = sql("update outbox set attempts = attempts - 1 where id = $1 and state = 'waiting'");

/** One tenant's outbox, as the worker uses it. */
export function tenantOutbox(database: Database, tenant: WorkerTenant) {
  const run = (statement: Statement, values: readonly unknown[]) =>
    asTenant(database, tenant, async (query) => void (await query(statement, values)));
  return {
    /**
     * Moves waiting rows to the queue. Killed in the middle, they are moved again, under the same ids.
     *
     * @param put adds them to the queue; what is there already stays as it is
     * @returns how many there were
     */
    move: (limit: number, put: (rows: readonly Waiting[]) => Promise<void>): Promise<number> =>
      asTenant(database, tenant, async (query) => {
        const rows = await query<Waiting>(PICK, [limit]);
        if (rows.length === 0) return 0;
        await put(rows);
        await query(QUEUED, [rows.map(({ id }) => id)]);
        return rows.length;
      }),
    /** Counts an attempt, before anything is tried: a job that kills the process is counted too. @returns undefined when it is not waiting any more */
    start: (id: string): Promise<Attempt | undefined> =>
      asTenant(database, tenant, async (query) => (await query<Attempt>(START, [id]))[0]),
    /**
     * Does the work and says that it is done, both or neither.
     *
     * @returns false when another process is at it, or it is not waiting any more
     */
    perform: (
      id: string,
      work: (query: Query, claimed: Claimed) => Promise<object | undefined>,
    ): Promise<boolean> =>
      asTenant(database, tenant, async (query) => {
        const [claimed] = await query<Claimed>(CLAIM, [id]);
        if (claimed === undefined) return false;
        const result = await work(query, claimed);
        await query(DONE, [id, result === undefined ? null : JSON.stringify(result)]);
        return true;
      }),
    /** @param failure a code, never data */
    fail: (id: string, failure: string): Promise<void> => run(FAILED, [id, failure]),
    /** No more attempts, until somebody asks for it. */
    bury: (id: string, failure: string): Promise<void> => run(DEAD, [id, failure]),
    /** Takes an attempt back that has been broken off by us. */
    giveBack: (id: string): Promise<void> => run(RETURNED, [id]),
  };
}
