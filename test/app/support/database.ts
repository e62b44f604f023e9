import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { TenantDocument } from "../../../app/contract.ts";
import { type MigrationSet, readMigrations } from "../../../app/migrate/files.ts";
import { migratePublic } from "../../../app/migrate/public.ts";
import { openPool, withSession } from "../../../app/migrate/session.ts";
import { migrateTenant } from "../../../app/migrate/tenant.ts";
import { migrationsDirectory } from "../../../app/shared/directory.ts";
import { waitFor } from "./containers.ts";
import { layFoundation, PASSWORDS } from "./foundation.ts";

const PASSWORD = "test-tenant";

/** A tenant of a test, as the infrastructure would hand it to `migrate tenant`. */
export interface TestTenant {
  readonly document: TenantDocument;
  /** Connection string of the tenant's login, which becomes the tenant's role. */
  readonly url: string;
}

/** The real migrations of this release. */
export const migrations: Promise<MigrationSet> = readMigrations(migrationsDirectory);

function urlOf(database: string, user: string, password: string): string {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${database}`;
  url.username = user;
  url.password = password;
  return url.href;
}

/** Makes one database, empty, with the roles and privileges that the infrastructure gives it. */
export async function createTestDatabase() {
  const name = `test_${randomBytes(5).toString("hex")}`;
  const server = new pg.Client({ connectionString: inject("databaseUrl") });
  await server.connect();
  await server.query(`create database ${name}`);
  const admin = new pg.Pool({ connectionString: urlOf(name, ...superuser()), max: 2 });
  // One at a time: roles belong to the whole server, and test files run side by side.
  await server.query("select pg_advisory_lock(1)");
  await layFoundation(urlOf(name, ...superuser()));
  await server.query("select pg_advisory_unlock(1)");
  const migratorUrl = urlOf(name, "chalan_migrator", PASSWORDS.migrator);
  const pool = openPool(migratorUrl, 4);
  const roles: string[] = [];

  /** Makes role and schema of a tenant, as components/tenant-database.ts does; slugs get the database's suffix. */
  async function provision(slug: string, changes: Partial<TenantDocument> = {}): Promise<TestTenant> {
    const schema = `tenant_${slug}`;
    const role = `${schema}_${name}_app`;
    const login = `${role}_1`;
    await admin.query(`
      create role ${role} nologin inherit in role tenant_app;
      create role ${login} login inherit in role ${role} connection limit 6 password '${PASSWORD}';
      alter role ${login} set search_path = ${schema};
      alter role ${login} set statement_timeout = '15s';
      grant ${role} to chalan_worker;
      create schema ${schema} authorization chalan_ddl;
      grant usage on schema ${schema} to ${role}`);
    roles.push(login, role);
    const document: TenantDocument = {
      slug,
      id: `${slug}_001`,
      name: `${slug} Ltd`,
      schema,
      role,
      domain: `${slug}.localhost`,
      state: "active",
      plan: "standard",
      modules: [],
      settings: {
        name: slug,
        locale: "en-US",
        timeZone: "America/Phoenix",
        themeColor: "#0b5fff",
        logo: null,
      },
      ...changes,
    };
    return {
      document,
      url: `${urlOf(name, login, PASSWORD)}?options=${encodeURIComponent(`-c role=${role}`)}`,
    };
  }

  return {
    name,
    /** As superuser. */
    admin,
    /** As chalan_migrator. */
    pool,
    migratorUrl,
    workerUrl: urlOf(name, "chalan_worker", PASSWORDS.worker),
    url: (user: string, password: string) => urlOf(name, user, password),
    provision,
    migratePublic: async () => withSession(pool, async (session) => migratePublic(session, await migrations)),
    migrateTenant: async (tenant: TenantDocument, set?: MigrationSet) =>
      withSession(pool, async (session) => migrateTenant(session, tenant, set ?? (await migrations))),
    async drop(): Promise<void> {
      await pool.end();
      await admin.end();
      // The pools answer before the server has ended their sessions; ending those by force would raise errors here.
      await waitFor(
        "The end of the sessions",
        async () => {
          const { rowCount } = await server.query("select from pg_stat_activity where datname = $1", [name]);
          if (rowCount !== 0) throw new Error(`${rowCount} sessions are left`);
        },
        10,
      ).catch(() => {});
      await server.query(`drop database ${name} with (force)`);
      for (const role of roles) await server.query(`drop role ${role}`);
      await server.end();
    },
  };
}

function superuser(): [string, string] {
  const { username, password } = new URL(inject("databaseUrl"));
  return [username, password];
}

export type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;
