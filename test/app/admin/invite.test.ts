/** `invite`, as an operator runs it in a tenant's container. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { runApp } from "../support/process.ts";

let database: TestDatabase;
let tenant: TestTenant;
let one: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
  one = await createTestApp(tenant);
});
afterAll(async () => {
  await one.close();
  await database.drop();
});

const invite = (...words: string[]) =>
  runApp(["invite", ...words], {
    TENANT_SLUG: "one",
    TENANT_ID: "one_001",
    TENANT_SCHEMA: "tenant_one",
    TENANT_MODE: "schema",
    ENVIRONMENT: "prod",
    DATABASE_URL: tenant.url,
    REDIS_URL: "redis://127.0.0.1:1",
    REDIS_CACHE_URL: "redis://127.0.0.1:1",
  });
const post = (url: string, payload: object) =>
  one.app.inject({ method: "POST", url: `/api/auth/${url}`, headers: OWN_HEADER, payload });

describe("the invite command", () => {
  it("lets a tenant's first owner in by a link, and again one who is locked out", async () => {
    for (const newPassword of ["a first long password", "a second long password"]) {
      const { code, stdout, stderr } = await invite("owner@example.com", "owner", "Olga Owner");
      expect([code, stderr]).toEqual([0, ""]);
      const token = /^https:\/\/one\.localhost\/welcome#([\w-]{43})\n$/.exec(stdout)?.[1];
      expect((await post("reset", { token, newPassword })).statusCode).toBe(204);
      const signedIn = await post("login", { email: "owner@example.com", password: newPassword });
      expect(signedIn.json()).toMatchObject({ name: "Olga Owner", role: "owner" });
    }
  });
  it("does not bring back somebody who has been disabled", async () => {
    await invite("gone@example.com", "crew", "Gone");
    await database.admin.query("update memberships set state = 'disabled' where name = 'Gone'");
    const { code, stdout, stderr } = await invite("gone@example.com", "crew", "Gone");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("has been disabled");
  });
  it.each([
    [[]],
    [["a@b.mx", "owner"]],
    [["nobody", "owner", "N"]],
    [["a@b.mx", "admin", "N"]],
    [["a@b.mx", "crew", ""]],
  ])("explains its usage for %j", async (words) => {
    const { code, stderr } = await invite(...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^usage: invite/);
  });
});
