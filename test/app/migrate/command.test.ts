import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, migrations, type TestDatabase } from "../support/database.ts";
import { type Outcome, runApp } from "../support/process.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const migrate = (words: string[], more: Record<string, string> = {}): Promise<Outcome> =>
  runApp(["migrate", ...words], { MIGRATOR_DATABASE_URL: database.migratorUrl, ...more });

describe("the migrate command", () => {
  it("goes the whole way: status before, public, tenant, all, status after", async () => {
    const before = await migrate(["status"]);
    expect(before).toMatchObject({ code: 1, stdout: "" });
    expect(before.stderr).toContain("run `migrate public` first");

    const { document } = await database.provision("cli", { modules: ["crews"] });
    const early = await migrate(["tenant"], { TENANT: JSON.stringify(document) });
    expect(early.code).toBe(1);
    expect(JSON.parse(early.stdout)).toMatchObject({
      ok: false,
      results: [{ status: "failed", error: expect.stringContaining("run `migrate public` first") }],
    });

    expect(JSON.parse((await migrate(["public"])).stdout)).toMatchObject({ command: "public", ok: true });
    const tenant = await migrate(["tenant"], { TENANT: JSON.stringify(document) });
    expect(tenant.code).toBe(0);
    expect(JSON.parse(tenant.stdout)).toMatchObject({
      command: "tenant",
      ok: true,
      results: [
        {
          tenant: "cli",
          schema: "tenant_cli",
          status: "migrated",
          applied: expect.arrayContaining(["crews/0001_crews.sql"]),
        },
      ],
    });
    expect(tenant.stdout.trim().split("\n")).toHaveLength(1);

    const all = await migrate(["all"]);
    expect(all.code).toBe(0);
    expect(JSON.parse(all.stdout).results).toMatchObject([
      { tenant: "public", status: "current" },
      { tenant: "cli", status: "current" },
    ]);

    const status = await migrate(["status", "--json"]);
    expect(status.code).toBe(0);
    const version = (await migrations).modules.get("core")?.length;
    expect(JSON.parse(status.stdout)).toMatchObject([
      { tenant: "cli", state: "active", version, status: "current" },
    ]);
    expect((await migrate(["status"])).stdout).toMatch(
      new RegExp(`^tenant\\s+state\\s+schema\\s.*\\ncli\\s+active\\s+tenant_cli\\s+${version}\\s`),
    );
  });

  it("tells by its exit code that a tenant is pending", async () => {
    await database.admin.query("delete from tenant_cli._migrations where version = 5");
    const status = await migrate(["status", "--json"]);
    expect(status.code).toBe(3);
    expect(JSON.parse(status.stdout)).toMatchObject([{ status: "pending" }]);
  });

  it.each([[[]], [["nope"]], [["public", "now"]], [["status", "--yaml"]]])(
    "explains its usage for %j",
    async (words) => {
      const outcome = await migrate(words);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toMatch(/^usage: migrate/);
    },
  );

  it("names every bad part of the environment and of the tenant, and no value", async () => {
    const none = await runApp(["migrate", "public"], {
      MIGRATOR_DATABASE_URL: "mysql://u:sentinel-secret@h/d",
    });
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("MIGRATOR_DATABASE_URL must be a PostgreSQL URL");
    const tenant = await migrate(["tenant"], {
      TENANT: '{"slug":"sentinel SECRET","plan":"huge","extra":1}',
    });
    expect(tenant.code).toBe(2);
    for (const field of [
      "slug",
      "id",
      "name",
      "schema",
      "role",
      "domain",
      "state",
      "plan",
      "modules",
      "settings",
      "extra",
    ]) {
      expect(tenant.stderr).toContain(field);
    }
    expect(none.stderr + tenant.stderr).not.toMatch(/sentinel/);
    expect((await migrate(["tenant"])).stderr).toContain("TENANT is missing");
    expect((await migrate(["tenant"], { TENANT: "{" })).stderr).toContain("TENANT must be valid JSON");
  });

  it("says in one line that the database cannot be reached or the password is wrong, without the password", async () => {
    const away = await runApp(["migrate", "public"], {
      MIGRATOR_DATABASE_URL: "postgresql://u:sentinel@127.0.0.1:1/d",
    });
    expect(away).toMatchObject({ code: 1, stdout: "" });
    expect(away.stderr.trim().split("\n")).toHaveLength(1);
    const url = database.url("chalan_migrator", "sentinel");
    const wrong = await runApp(["migrate", "public"], { MIGRATOR_DATABASE_URL: url });
    expect(wrong.code).toBe(1);
    expect(away.stderr + wrong.stderr).not.toContain("sentinel");
  });
});
