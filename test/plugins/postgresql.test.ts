/** Twenty tenants' roles, schemas and grants, made side by side. */
import * as postgresql from "@pulumi/postgresql";
import { secret } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, startDatabase } from "./support/database.ts";
import { Probe } from "./support/probe.ts";
import { type Run, TestStack } from "./support/stack.ts";

const tenants = Array.from({ length: 20 }, (_, index) => `tenant_${index + 1}`);
const passwordOf = (tenant: string, version: number) => `${tenant}-password-${version}`;

const probe = new Probe();
let database: Database;
let stack: TestStack;

const program =
  (version: number, list = tenants) =>
  () => {
    const provider = new postgresql.Provider("server", {
      host: "127.0.0.1",
      port: database.port,
      username: database.superuser.user,
      password: secret(database.superuser.password),
      sslmode: "disable",
      superuser: true,
    });
    const options = { provider };
    const owner = new postgresql.Role("owner", { name: "contract_ddl", login: false }, options);
    const group = new postgresql.Role("group", { name: "tenant_app", login: false }, options);
    for (const tenant of list) {
      const role = new postgresql.Role(
        tenant,
        {
          name: `${tenant}_app`,
          login: true,
          password: secret(passwordOf(tenant, version)),
          roles: [group.name],
          searchPaths: [tenant],
          connectionLimit: 5,
          statementTimeout: 30_000,
        },
        options,
      );
      const policies = [
        { role: owner.name, create: true, usage: true },
        { role: role.name, usage: true },
      ];
      new postgresql.Schema(
        tenant,
        { name: tenant, owner: owner.name, dropCascade: true, policies },
        options,
      );
      new postgresql.Grant(
        tenant,
        { database: "postgres", role: role.name, objectType: "database", privileges: ["CONNECT"] },
        options,
      );
    }
  };

let created: Run;
beforeAll(async () => {
  database = await startDatabase(probe);
  stack = await TestStack.create("postgresql");
  created = await stack.up(program(1));
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  probe[Symbol.dispose]();
});

describe("created side by side", () => {
  it("nothing fails", () => {
    expect(created.failed, created.output).toBe(false);
    expect(created.changes.create).toBe(1 + 1 + 2 + 3 * tenants.length);
  });
  it("roles have what was declared", () => {
    const rows = database.query(`
      SELECT count(*) FROM pg_roles
      WHERE rolname ~ '^tenant_[0-9]+_app$' AND rolcanlogin AND NOT rolsuper AND NOT rolcreatedb AND rolconnlimit = 5
        AND pg_has_role(oid, 'tenant_app', 'USAGE')
        AND rolconfig @> ARRAY['statement_timeout=30000', 'search_path=' || quote_ident(replace(rolname, '_app', ''))]`);
    expect(rows).toBe(String(tenants.length));
  });
  it("a schema belongs to its owner and is open to its own role only", () => {
    const rows = database.query(`
      SELECT count(*) FROM pg_namespace s, pg_roles r
      WHERE s.nspname ~ '^tenant_' AND r.rolname ~ '^tenant_[0-9]+_app$' AND s.nspowner = 'contract_ddl'::regrole
        AND has_schema_privilege(r.oid, s.oid, 'USAGE') = (r.rolname = s.nspname || '_app')
        AND NOT has_schema_privilege(r.oid, s.oid, 'CREATE')`);
    expect(rows).toBe(String(tenants.length ** 2));
  });
  it("a role logs in with its password, which is nowhere in the state", () => {
    const login = { user: "tenant_7_app", password: passwordOf("tenant_7", 1) };
    expect(database.query("SELECT current_user, current_schema", login)).toBe("tenant_7_app|tenant_7");
    const { text } = stack.state();
    expect(text).not.toContain("-password-1");
    expect(text).not.toContain(database.superuser.password);
    expect(created.output).not.toContain("-password-1");
  });
  it("a preview with refresh sees no difference", async () => {
    const preview = await stack.preview(program(1), { refresh: true });
    expect(preview.changes, preview.output).toEqual({});
  });
});

describe("changed", () => {
  it("all passwords are rotated in place", async () => {
    const rotated = await stack.up(program(2));
    expect(rotated.failed, rotated.output).toBe(false);
    expect(rotated.changes).toEqual({ update: tenants.length });
    const login = (version: number) => ({ user: "tenant_7_app", password: passwordOf("tenant_7", version) });
    expect(database.query("SELECT 1", login(2))).toBe("1");
    expect(() => database.query("SELECT 1", login(1))).toThrow("password authentication failed");
    expect(stack.state().text).not.toContain("-password-2");
  });
  it("a schema that was dropped by hand comes back with its policies", async () => {
    database.query("DROP SCHEMA tenant_3 CASCADE");
    const mended = await stack.up(program(2), { refresh: true });
    expect(mended.failed, mended.output).toBe(false);
    const rights = database.query("SELECT has_schema_privilege('tenant_3_app', 'tenant_3', 'USAGE')");
    expect(rights).toBe("t");
  });
  it("a tenant that is taken out goes with its tables", async () => {
    database.query("CREATE TABLE tenant_20.contracts (id int)");
    const removed = await stack.up(program(2, tenants.slice(0, -1)));
    expect(removed.failed, removed.output).toBe(false);
    expect(removed.changes).toEqual({ delete: 3 });
    expect(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'tenant_20'")).toBe("0");
  });
  it("everything can be destroyed", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.failed, destroyed.output).toBe(false);
    expect(database.query("SELECT count(*) FROM pg_roles WHERE rolname ~ '^tenant_'")).toBe("0");
  });
});
