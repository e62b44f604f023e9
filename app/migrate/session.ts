import { createHash } from "node:crypto";
import pg from "pg";
import { UserError } from "../shared/errors.ts";
import { sqlState } from "../shared/sql-state.ts";
import { retry } from "./retry.ts";

/** A connection of the migrator. */
export type Session = pg.ClientBase;

/** Namespaces of our advisory locks: the bytes "chlP" and "chlT". */
const PUBLIC_LOCK = 0x63686c50;
const TENANT_LOCK = 0x63686c54;
const LOCK_WAIT_SECONDS = 60;

/**
 * A pool for the migrator. Each connection is given up after 100 uses, because a backend keeps about 0.4 MB for
 * every schema it has touched and only closing frees it (knowledge/tenancy.md 1.3).
 *
 * @param url connection string of `chalan_migrator`
 * @param connections how many schemas are worked on at once
 */
export function openPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    maxUses: 100,
    application_name: "migrate",
    connectionTimeoutMillis: 10_000,
    // Above the server's own limit of 5 minutes per statement, so that the server answers first.
    query_timeout: 330_000,
    keepAlive: true,
  });
  // Without a listener a connection that breaks while idle would end the process.
  pool.on("error", () => {});
  return pool;
}

/** Borrows a connection, waiting out a full server (the role has a connection limit, and runs are parallel). */
export async function withSession<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await retry(() => pool.connect());
  let failed = true;
  try {
    const result = await work(session);
    failed = false;
    return result;
  } finally {
    // A connection that failed is closed, not pooled: its locks and settings go with it.
    session.release(failed);
  }
}

/**
 * Runs `work` in one transaction as the owner of all tables.
 *
 * @param schema the search path while it runs; null: pg_catalog only
 */
export async function ownerTransaction<T>(
  session: Session,
  schema: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const path = schema === null ? "pg_catalog" : session.escapeIdentifier(schema);
  await session.query(
    `begin; set local role chalan_ddl; set local search_path = ${path};
     set local lock_timeout = '2s'; set local statement_timeout = '5min'`,
  );
  try {
    const result = await work();
    await session.query("commit");
    return result;
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}

/** @returns the second key of a schema's lock; a collision merely makes two schemas wait for each other */
export function lockKey(schema: string): number {
  return createHash("sha256").update(schema).digest().readInt32BE(0);
}

async function withLocks<T>(
  session: Session,
  locks: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await session.query(`set lock_timeout = '${LOCK_WAIT_SECONDS}s'; select ${locks}; reset lock_timeout`);
  } catch (error) {
    if (sqlState(error) !== "55P03") throw error;
    throw new UserError(
      `${what} has been locked by another run for ${LOCK_WAIT_SECONDS} s: run again when it has ended`,
    );
  }
  try {
    return await work();
  } finally {
    await session.query("select pg_advisory_unlock_all()").catch(() => {});
  }
}

/** Keeps every other run out, of public and of tenants, while `work` changes public. */
export function withPublicLock<T>(session: Session, work: () => Promise<T>): Promise<T> {
  return withLocks(session, `pg_advisory_lock(${PUBLIC_LOCK}, 0)`, "Schema public", work);
}

/** Keeps other runs out of one tenant; different tenants go on side by side, changes of public wait. */
export function withTenantLock<T>(session: Session, schema: string, work: () => Promise<T>): Promise<T> {
  const locks = `pg_advisory_lock_shared(${PUBLIC_LOCK}, 0), pg_advisory_lock(${TENANT_LOCK}, ${lockKey(schema)})`;
  return withLocks(session, locks, `Schema ${schema}`, work);
}
