import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import { foundationSql } from "../../../components/lib/foundation-sql.ts";

/** Passwords of the stack's own logins in tests. */
export const PASSWORDS = { migrator: "test-migrator", worker: "test-worker", backup: "test-backup" } as const;

/**
 * Makes a database the ground that tenants stand on, with the very SQL that the infrastructure runs, through psql.
 *
 * @param url superuser's connection string, with the database in it
 * @throws with psql's own words
 */
export async function layFoundation(url: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = pathname.slice(1);
  const environment = {
    PGHOST: hostname,
    PGPORT: port || "5432",
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: database,
    MIGRATOR_PASSWORD: PASSWORDS.migrator,
    WORKER_PASSWORD: PASSWORDS.worker,
    BACKUP_PASSWORD: PASSWORDS.backup,
  };
  // By name only: the values stay off the command line.
  const names = Object.keys(environment).flatMap((name) => ["--env", name]);
  const words = ["exec", "--interactive", ...names, inject("psqlContainer")];
  const child = spawn("docker", [...words, "psql", "--no-psqlrc", "--quiet", "--file=-"], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "ignore", "pipe"],
    timeout: 180_000,
  });
  child.stdin.end(foundationSql(database));
  const [message, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  if (code !== 0) throw new Error(`the foundation's SQL failed: ${message}`);
}
