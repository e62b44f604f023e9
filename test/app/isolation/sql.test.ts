/** The SQL part of knowledge/tenancy.md section 9: what a tenant's own role cannot do, on the real server. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toMigrations } from "../../../app/migrate/files.ts";
import { sqlState } from "../../../app/shared/sql-state.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, migrations, type TestDatabase, type TestTenant } from "../support/database.ts";

const DENIED = "42501";
const PERSON = { one: "one@example.com", two: "two@example.com" };

let database: TestDatabase;
let one: TestTenant;
let two: TestTenant;
let asOne: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  one = await database.provision("one");
  two = await database.provision("two");
  for (const { document, url } of [one, two]) {
    expect(await database.migrateTenant(document)).toMatchObject({ status: "migrated" });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("insert into contracts (title, client_name) values ($1, 'canary')", [
      `secret of ${document.slug}`,
    ]);
    await client.end();
    await database.admin.query(
      `with person as (insert into users (email) values ($1) returning user_id)
       insert into memberships (user_id, tenant_id, role, name, password_hash)
       select user_id, $2, 'owner', 'Person', '$argon2id$' || $2::text from person`,
      [PERSON[document.slug as "one" | "two"], document.id],
    );
  }
  asOne = new pg.Client({ connectionString: one.url });
  await asOne.connect();
});
afterAll(async () => {
  await asOne.end();
  await database.drop();
});

/** @returns the SQLSTATE that the statement fails with, or what it answered */
async function attempt(sql: string, client: pg.Client = asOne): Promise<unknown> {
  try {
    return (await client.query(sql)).rows;
  } catch (error) {
    return sqlState(error) ?? error;
  }
}

describe("a tenant's role", () => {
  it("uses its own schema by unqualified names", async () => {
    expect(await attempt("select title from contracts")).toEqual([{ title: "secret of one" }]);
    expect(await attempt("select current_schemas(false)::text as path")).toEqual([{ path: "{tenant_one}" }]);
  });

  const other = "tenant_two.contracts";
  it.each([
    ["read another schema", `select * from ${other}`],
    ["write into another schema", `insert into ${other} (title, client_name) values ('x', 'x')`],
    ["change another schema", `update ${other} set title = 'x'`],
    ["delete from another schema", `delete from ${other}`],
    ["truncate another schema", `truncate ${other}`],
    ["truncate its own tables", "truncate contracts"],
    ["lock another schema's table", `do $$ begin lock table ${other}; end $$`],
    ["refer to another schema", `create table stolen (id uuid references ${other})`],
    ["become the owner", "set role chalan_ddl"],
    ["become the migrator", "set role chalan_migrator"],
    ["become the worker", "set role chalan_worker"],
    ["become another session user", "set session authorization postgres"],
    ["make a table in its schema", "create table mine (id int)"],
    ["change a table of its schema", "alter table contracts add column mine int"],
    ["drop a table of its schema", "drop table contracts"],
    ["make a table in public", "create table public.mine (id int)"],
    ["make a temporary table", "create temp table mine (id int)"],
    ["make a schema", "create schema mine"],
    ["make an extension", "create extension dblink"],
    ["make a role", "create role mine"],
    ["make a publication", "create publication mine for all tables"],
    ["run a program", "copy (select 1) to program 'cat'"],
    ["write a file", "copy (select 1) to '/tmp/mine'"],
    ["read a file", "select pg_read_file('/etc/passwd')"],
    ["list a folder", "select pg_ls_dir('/')"],
    ["make a large object", "select lo_create(0)"],
    ["import a large object", "select lo_from_bytea(0, 'x')"],
    ["hold an advisory lock that would stop the migrator", "select pg_advisory_lock(1)"],
    ["read the ledger of public", "select * from public._migrations"],
    ["write its own ledger", "update _migrations set checksum = checksum"],
    [
      "forge its own ledger",
      "insert into _migrations select 'core', 99, 'x', repeat('0', 64), now(), 0, 'x'",
    ],
    ["empty its own ledger", "delete from _migrations"],
    ["read all ledgers", "select * from public.tenant_ledgers()"],
    ["change its plan", "update public.tenants set plan = 'large'"],
    ["change its state", "update public.tenants set state = 'active'"],
    ["register a tenant", "insert into public.tenants select * from public.tenants"],
    ["change its settings", "update public.tenant_settings set name = 'x'"],
    ["delete its subscription", "delete from public.tenant_subscriptions"],
    [
      "make itself a member elsewhere",
      "insert into public.memberships select user_id, 'two_001', role from public.memberships",
    ],
    ["read a password hash", "select password_hash from public.memberships"],
    ["read a whole member, hash and all", "select * from public.memberships"],
    [
      "learn a password hash while it changes",
      "update public.memberships set name = 'x' returning password_hash",
    ],
    [
      "find a password hash by guessing",
      "update public.memberships set name = 'x' where password_hash like '$a%'",
    ],
    ["change a person's address", "update public.users set email = 'x@example.com'"],
    ["make a person", "insert into public.users (email) values ('x@example.com')"],
    ["delete a member", "delete from public.memberships"],
    ["keep a session alive", "update public.memberships set session_epoch = 0"],
    ["say which tenant a link is for", "insert into public.password_links (tenant_id) values ('two_001')"],
    ["say which tenant a sign-in is of", "insert into public.sign_ins (tenant_id) values ('two_001')"],
    ["change what has been signed in", "update public.sign_ins set outcome = 'success'"],
    ["delete what has been signed in", "delete from public.sign_ins"],
    ["ask for another tenant's id", "select public.calling_tenant_id()"],
    ["switch row security off", "alter table public.users disable row level security"],
    ["sign in for others", "alter role chalan_worker password 'x'"],
    ["raise its own connection limit", `alter role current_user connection limit 100`],
    [
      "end other sessions",
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    ],
    ["reload the server", "select pg_reload_conf()"],
    ["read the password file of roles", "select * from pg_authid"],
    ["checkpoint", "checkpoint"],
  ])("cannot %s", async (_what, sql) => {
    expect(await attempt(sql)).toBe(DENIED);
  });

  it("does not get at others by a search path either", async () => {
    await asOne.query("begin");
    await asOne.query("set local search_path = tenant_two");
    // The name is not even found there: without USAGE a schema is skipped.
    expect(await attempt("select * from contracts")).toBe("42P01");
    await asOne.query("rollback");
  });

  it.each([
    ["tenants", "select slug from public.tenants", [{ slug: "one" }]],
    ["settings", "select name from public.tenant_settings", [{ name: "one" }]],
    ["subscriptions", "select tenant_id from public.tenant_subscriptions", [{ tenant_id: "one_001" }]],
    ["versions", "select tenant_id from public.tenant_schema_versions", [{ tenant_id: "one_001" }]],
    ["memberships", "select tenant_id from public.memberships", [{ tenant_id: "one_001" }]],
    ["users", "select email from public.users", [{ email: PERSON.one }]],
    ["its tenant id", "select public.current_tenant_id() as id", [{ id: "one_001" }]],
  ])("sees its own %s only", async (_what, sql, expected) => {
    expect(await attempt(sql)).toEqual(expected);
  });

  it("cannot widen row security by a setting", async () => {
    expect(await attempt("set row_security = off")).toEqual([]);
    expect(await attempt("select slug from public.tenants")).toBe(DENIED);
    await asOne.query("reset row_security");
  });

  it("sees a person that two tenants share, and not the other membership", async () => {
    await database.admin.query(
      "insert into memberships (user_id, tenant_id, role, name) select user_id, 'one_001', 'crew', 'x' from users where email = $1",
      [PERSON.two],
    );
    expect(await attempt("select email from public.users order by 1")).toEqual([
      { email: PERSON.one },
      { email: PERSON.two },
    ]);
    expect(await attempt("select distinct tenant_id from public.memberships")).toEqual([
      { tenant_id: "one_001" },
    ]);
    await database.admin.query("delete from memberships where tenant_id = 'one_001' and role = 'crew'");
  });

  it.each(["postgres", "template1"])("cannot connect to database %s", async (name) => {
    const url = new URL(one.url);
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.href });
    client.on("error", () => {});
    await expect(client.connect()).rejects.toMatchObject({ code: DENIED });
  });

  it("that takes all its connections stops nobody else", async () => {
    // A session that a test has ended counts until the server has noticed.
    await waitFor("The end of the other tests' sessions", async () => {
      const query = "select from pg_stat_activity where usename = $1";
      const { rowCount } = await database.admin.query(query, [new URL(one.url).username]);
      expect(rowCount).toBe(1);
    });
    const clients = Array.from({ length: 6 }, () => new pg.Client({ connectionString: one.url }));
    const results = await Promise.allSettled(clients.map((client) => client.connect()));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.map(({ reason }) => sqlState(reason))).toEqual(["53300"]);
    const neighbour = new pg.Client({ connectionString: two.url });
    await neighbour.connect();
    expect(await attempt("select title from contracts", neighbour)).toEqual([{ title: "secret of two" }]);
    await neighbour.end();
    await Promise.all(
      clients.filter((_, index) => results[index]?.status === "fulfilled").map((client) => client.end()),
    );
  });

  it("uses the tables and sequences of a later migration, which stay closed to others", async () => {
    const set = await migrations;
    const core = set.modules.get("core") ?? [];
    const later = {
      name: `${String(core.length + 1).padStart(4, "0")}_later.sql`,
      sql: "create table later (id bigserial primary key, words text)",
    };
    const all = toMigrations([...core.map(({ name, sql }) => ({ name, sql })), later]);
    const newer = { ...set, modules: new Map([...set.modules, ["core", all]]) };
    for (const { document } of [one, two]) {
      expect(await database.migrateTenant(document, newer)).toMatchObject({
        applied: [`core/${later.name}`],
      });
    }
    expect(await attempt("insert into later (words) values ('hello') returning id")).toEqual([{ id: "1" }]);
    expect(await attempt("select * from tenant_two.later")).toBe(DENIED);
    expect(await attempt("select nextval('tenant_two.later_id_seq')")).toBe(DENIED);
  });
});

describe("the worker's role", () => {
  it("reads the whole registry, and neither users nor a tenant's data", async () => {
    const worker = new pg.Client({ connectionString: database.workerUrl });
    await worker.connect();
    expect(await attempt("select slug from public.tenants order by slug", worker)).toEqual([
      { slug: "one" },
      { slug: "two" },
    ]);
    for (const sql of [
      "select * from public.users",
      "select * from tenant_one.contracts",
      "update public.tenants set plan = plan",
      "set role chalan_ddl",
    ]) {
      expect([sql, await attempt(sql, worker)]).toEqual([sql, DENIED]);
    }
    await worker.end();
  });
});

describe("the migrator's role", () => {
  it("can do nothing before it takes the owner's role", async () => {
    const migrator = new pg.Client({ connectionString: database.migratorUrl });
    await migrator.connect();
    expect(await attempt("select * from tenant_one.contracts", migrator)).toBe(DENIED);
    expect(await attempt("select * from public.users", migrator)).toBe(DENIED);
    await migrator.end();
  });
});
