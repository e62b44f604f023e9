import pg from "pg";
import type { Logger } from "./log.ts";

/** A named statement: prepared once per connection, then only bound (about 3 times the throughput). */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs a statement and gives its rows. */
export type Query = <Row extends pg.QueryResultRow>(
  statement: Statement,
  values: readonly unknown[],
) => Promise<Row[]>;

/** What repositories need of a pool. */
export interface Database {
  readonly query: Query;
  /**
   * Runs `work` in one transaction: all of it happens, or nothing.
   *
   * @param actor the user whose changes these are, for the audit trail; null: the system's
   */
  transaction<Result>(actor: string | null, work: (query: Query) => Promise<Result>): Promise<Result>;
  end(): Promise<void>;
}

const BIGINT = 20;
const DATE = 1082;
const NUMERIC = 1700;

/**
 * bigint and numeric as numbers (constraints limit money to 10^12 and quantities to 14 digits, which are exact),
 * date as the text YYYY-MM-DD.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === BIGINT || oid === NUMERIC) return Number;
    if (oid === DATE) return String;
    return pg.types.getTypeParser(oid, format === "binary" ? "text" : format);
  },
};

/**
 * A pool of connections of one login role. The role's own settings fix the search path.
 *
 * @param url connection string
 * @param connections upper limit; idle connections are closed after 30 s, so an idle tenant holds none
 * @param name shown in pg_stat_activity
 */
export function openDatabase(url: string, connections: number, name: string, log: Logger): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // Closing is the only way to free what a backend has cached (knowledge/tenancy.md 1.3).
    maxLifetimeSeconds: 1_800,
    // Sent at login, so that they hold whatever the role's own settings are; milliseconds.
    statement_timeout: 15_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 15_000,
    // Just above statement_timeout, for a server that does not answer at all.
    query_timeout: 20_000,
    keepAlive: true,
    types,
  });
  pool.on("error", (error) => log.warn({ reason: error.message }, "an idle database connection broke"));
  const queryOn = (connection: pg.Pool | pg.PoolClient): Query =>
    async function query<Row extends pg.QueryResultRow>(
      { name, text }: Statement,
      values: readonly unknown[],
    ) {
      const result = await connection.query<Row>({ name, text, values: [...values] });
      return result.rows;
    };
  return {
    query: queryOn(pool),
    async transaction(actor, work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(
          `begin; select set_config('chalan.user', ${client.escapeLiteral(actor ?? "")}, true)`,
        );
        const result = await work(queryOn(client));
        await client.query("commit");
        return result;
      } catch (error) {
        // A connection that cannot even roll back is closed instead of being used again.
        await client.query("rollback").catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    end: () => pool.end(),
  };
}
