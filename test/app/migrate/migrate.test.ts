import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateAll } from "../../../app/migrate/all.ts";
import { type Migration, type MigrationSet, toMigrations } from "../../../app/migrate/files.ts";
import { withSession, withTenantLock } from "../../../app/migrate/session.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, migrations, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  expect(await database.migratePublic()).toMatchObject({ status: "migrated", schema: "public" });
});
afterAll(() => database.drop());

/** The real set with more core migrations behind it. */
async function withMore(...more: [name: string, sql: string][]): Promise<MigrationSet> {
  const set = await migrations;
  const core = set.modules.get("core") ?? [];
  const added = more.map(([name, sql], index) => ({
    name: `${String(core.length + index + 1).padStart(4, "0")}_${name}.sql`,
    sql,
  }));
  const all = toMigrations([...core.map(({ name, sql }) => ({ name, sql })), ...added]);
  return { ...set, modules: new Map([...set.modules, ["core", all]]) };
}

const tablesOf = async (schema: string): Promise<string[]> => {
  const { rows } = await database.admin.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = $1 order by 1",
    [schema],
  );
  return rows.map(({ name }) => name);
};

/** @returns how many sessions of this database wait for a lock of the kind */
const waitingForLocks = async (kind: string): Promise<number | null> =>
  (
    await database.admin.query(
      "select from pg_locks join pg_database d on d.oid = database where datname = $1 and locktype = $2 and not granted",
      [database.name, kind],
    )
  ).rowCount;

const CORE_TABLES = [
  "_migrations",
  "attachments",
  "audit_log",
  "branding",
  "contract_items",
  "contract_transitions",
  "contracts",
  "daily_summaries",
  "export_files",
  "inventory",
  "outbox",
  "outbox_contents",
  "purchase_prices",
  "schedule",
  "settings",
  "stock_levels",
  "stock_movements",
  "suppliers",
  "thumbnails",
  "transactions",
  "warehouses",
];

describe("migrate public", () => {
  it("has all tables, and does nothing the second time", async () => {
    expect(await database.migratePublic()).toMatchObject({ status: "current", applied: [] });
    expect(await tablesOf("public")).toEqual([
      "_migrations",
      "memberships",
      "password_links",
      "sign_ins",
      "tenant_schema_versions",
      "tenant_settings",
      "tenant_subscriptions",
      "tenants",
      "users",
    ]);
  });
  it("forces row security on every table but its ledger, which only the owner may read", async () => {
    const { rows } = await database.admin.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(rows).toEqual([{ relname: "_migrations" }]);
    const grants = await database.admin.query(
      "select grantee from information_schema.role_table_grants where table_name = '_migrations' and grantee <> 'chalan_ddl'",
    );
    expect(grants.rows).toEqual([]);
  });
});

describe("migrate tenant", () => {
  it("migrates tenants side by side, with the tables of their modules, and does nothing the second time", async () => {
    const tenants = [
      await database.provision("red", { modules: ["crews"] }),
      ...(await Promise.all(["green", "blue", "pink"].map((slug) => database.provision(slug)))),
    ];
    const results = await Promise.all(tenants.map(({ document }) => database.migrateTenant(document)));
    expect(results.map(({ status, error }) => error ?? status)).toEqual(Array(4).fill("migrated"));
    expect(results[0]?.applied.at(-1)).toBe("crews/0002_members.sql");
    expect(await tablesOf("tenant_red")).toEqual(
      [...CORE_TABLES, "crew_members", "crews", "vehicles"].sort(),
    );
    expect(await tablesOf("tenant_green")).toEqual(CORE_TABLES);
    const again = await Promise.all(tenants.map(({ document }) => database.migrateTenant(document)));
    expect(again.map(({ status, applied }) => [status, applied])).toEqual(Array(4).fill(["current", []]));
  });

  it("writes the registry, follows changes, and keeps the history of plans", async () => {
    const { document } = await database.provision("reg");
    const coreVersion = (await migrations).modules.get("core")?.length;
    await database.migrateTenant(document);
    const settings = { ...document.settings, name: "New name", themeColor: "#112233" };
    const changed = {
      ...document,
      domain: "new.example",
      plan: "large" as const,
      state: "suspended" as const,
      settings,
    };
    expect(await database.migrateTenant(changed)).toMatchObject({ status: "current" });
    const { rows } = await database.admin.query(
      `select slug, domain, state, plan, schema_name, theme_color, version, migrations from tenants
       join tenant_settings using (tenant_id) join tenant_schema_versions using (tenant_id) where tenant_id = $1`,
      [document.id],
    );
    expect(rows).toEqual([
      {
        slug: "reg",
        domain: "new.example",
        state: "suspended",
        plan: "large",
        schema_name: "tenant_reg",
        theme_color: "#112233",
        version: coreVersion,
        migrations: coreVersion,
      },
    ]);
    const plans = await database.admin.query(
      "select plan, valid_to is null as current from tenant_subscriptions where tenant_id = $1 order by valid_from",
      [document.id],
    );
    expect(plans.rows).toEqual([
      { plan: "standard", current: false },
      { plan: "large", current: true },
    ]);
  });

  it("stays provisioning until its schema is complete, but a suspension holds even when a migration fails", async () => {
    const { document } = await database.provision("half");
    const stateOf = async () =>
      (await database.admin.query("select state from tenants where tenant_id = $1", [document.id])).rows[0]
        ?.state;
    const broken = await withMore(
      ["fine", "create table fine (id int)"],
      ["broken", "create table broken (id nonsense)"],
    );
    const first = await database.migrateTenant(document, broken);
    expect(first).toMatchObject({ status: "failed", error: 'type "nonsense" does not exist (42704)' });
    expect(await stateOf()).toBe("provisioning");
    // What came before the failure is kept, and the next run goes on from there.
    expect(await tablesOf("tenant_half")).toEqual([...CORE_TABLES, "fine"].sort());
    const mended = await withMore(
      ["fine", "create table fine (id int)"],
      ["broken", "create table broken (id int)"],
    );
    expect(await database.migrateTenant(document, mended)).toMatchObject({
      status: "migrated",
      applied: [mended.modules.get("core")?.at(-1)].map((file) => `core/${file?.name}`),
    });
    expect(await stateOf()).toBe("active");
    const worse = await withMore(
      ["fine", "create table fine (id int)"],
      ["broken", "create table broken (id int)"],
      ["bad", "select 1/0"],
    );
    expect(await database.migrateTenant({ ...document, state: "suspended" }, worse)).toMatchObject({
      status: "failed",
    });
    expect(await stateOf()).toBe("suspended");
  });

  it("leaves nothing of a file that fails in its middle", async () => {
    const { document } = await database.provision("middle");
    const set = await withMore([
      "middle",
      "create table left_over (id int); select 1/0; create table never (id int)",
    ]);
    expect(await database.migrateTenant(document, set)).toMatchObject({
      status: "failed",
      error: "division by zero (22012)",
    });
    expect(await tablesOf("tenant_middle")).toEqual(CORE_TABLES);
  });

  it("writes an archived tenant to the registry only, even if its schema and role are gone", async () => {
    const { document } = await database.provision("gone");
    await database.admin.query("drop schema tenant_gone");
    expect(await database.migrateTenant({ ...document, state: "archived" })).toMatchObject({
      status: "archived",
    });
    const { rows } = await database.admin.query("select state from tenants where slug = 'gone'");
    expect(rows).toEqual([{ state: "archived" }]);
  });

  it("refuses a changed file, a missing module, another tenant's slug, and names what the infrastructure must make", async () => {
    const { document } = await database.provision("strict");
    await database.migrateTenant(document);
    const set = await migrations;
    const [first, ...rest] = set.modules.get("core") ?? [];
    const forged: Migration[] = [{ ...(first as Migration), checksum: "0".repeat(64) }, ...rest];
    const changed = { ...set, modules: new Map([...set.modules, ["core", forged]]) };
    expect((await database.migrateTenant(document, changed)).error).toMatch(
      /core\/0001_rows.sql was changed after/,
    );
    expect((await database.migrateTenant({ ...document, modules: ["nope"] })).error).toMatch(
      /modules are unknown: nope. Known are crews/,
    );
    const thief = { ...document, id: "thief_001" };
    expect((await database.migrateTenant(thief)).error).toMatch(
      /Tenant thief_001: its slug strict, .*already belongs/,
    );
    const homeless = { ...document, slug: "no", id: "no_1", schema: "tenant_none", role: "none_app" };
    expect((await database.migrateTenant(homeless)).error).toMatch(
      /schema tenant_none is missing; role none_app is missing.*pulumi up/,
    );
    // What is refused leaves no trace in the registry.
    const { rows } = await database.admin.query(
      "select slug, modules from tenants where slug in ('strict', 'no')",
    );
    expect(rows).toEqual([{ slug: "strict", modules: [] }]);
  });

  it("lets an older release start on a newer schema, without touching it", async () => {
    const { document } = await database.provision("ahead");
    await database.migrateTenant(document, await withMore(["future", "create table future (id int)"]));
    expect(await database.migrateTenant(document)).toMatchObject({ status: "ahead", applied: [] });
    expect(await tablesOf("tenant_ahead")).toContain("future");
  });

  it("waits out a lock that the app holds on a table, without queueing the app behind itself for long", async () => {
    const { document, url } = await database.provision("busy");
    await database.migrateTenant(document);
    const { default: pg } = await import("pg");
    const app = new pg.Client({ connectionString: url });
    await app.connect();
    await app.query("begin; select count(*) from contracts");
    const run = database.migrateTenant(
      document,
      await withMore(["column", "alter table contracts add column extra text"]),
    );
    // Not before it has waited, and given up for a moment.
    await waitFor("the migration", () => expect(waitingForLocks("relation")).resolves.toBe(1));
    await waitFor("its time-out", () => expect(waitingForLocks("relation")).resolves.toBe(0));
    await app.query("commit");
    expect(await run).toMatchObject({ status: "migrated" });
    await app.end();
  });

  it("two runs for the same tenant take turns", async () => {
    const { document } = await database.provision("twin");
    const results = await Promise.all([database.migrateTenant(document), database.migrateTenant(document)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["current", "migrated"]);
  });

  it("a run of public waits for a tenant's run, and other tenants do not", async () => {
    const { document } = await database.provision("beside");
    const order: string[] = [];
    const [taken, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = withSession(database.pool, (session) =>
      withTenantLock(session, "tenant_slow", () => {
        taken.resolve();
        return held.promise;
      }),
    );
    await taken.promise;
    expect(await database.migrateTenant(document)).toMatchObject({ status: "migrated" });
    const publicRun = database.migratePublic().then(() => order.push("public"));
    await waitFor("the run of public", () => expect(waitingForLocks("advisory")).resolves.toBe(1));
    order.push("tenant released");
    held.resolve();
    await Promise.all([holding, publicRun]);
    expect(order).toEqual(["tenant released", "public"]);
  });
});

describe("migrate all", () => {
  it("goes on past a failing tenant, resumes, and finds nothing to do in the end", async () => {
    const own = await createTestDatabase();
    try {
      await own.migratePublic();
      for (const slug of ["one", "two", "three", "four", "five", "six"]) {
        await own.migrateTenant((await own.provision(slug)).document);
      }
      await own.migrateTenant({ ...(await own.provision("old")).document, state: "archived" });
      await own.admin.query("create table tenant_three.extra (id int)");
      const set = await withMore(["extra", "create table extra (id int)"]);
      const outcome = async () =>
        Object.fromEntries(
          (await migrateAll(own.pool, set, 4)).map(({ tenant, status }) => [tenant, status]),
        );
      const others = {
        one: "migrated",
        two: "migrated",
        four: "migrated",
        five: "migrated",
        six: "migrated",
      };
      expect(await outcome()).toEqual({ public: "current", ...others, three: "failed" });
      await own.admin.query("drop table tenant_three.extra");
      const current = Object.fromEntries(Object.keys(others).map((slug) => [slug, "current"]));
      expect(await outcome()).toEqual({ public: "current", ...current, three: "migrated" });
      expect(await outcome()).toEqual({ public: "current", ...current, three: "current" });
      const { rows } = await own.admin.query("select distinct version from tenant_schema_versions");
      expect(rows).toEqual([{ version: ((await migrations).modules.get("core")?.length ?? 0) + 1 }]);
    } finally {
      await own.drop();
    }
  });
});
