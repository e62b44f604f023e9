import { afterAll, beforeAll, expect, it } from "vitest";
import { createUser } from "../../../app/admin/create-user.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let one: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
  one = await createTestApp(tenant);
});
afterAll(async () => {
  await one.close();
  await database.drop();
});

const logIn = (email: string, password: string) =>
  one.app.inject({
    method: "POST",
    url: "/api/auth/login",
    headers: OWN_HEADER,
    payload: { email, password },
  });

it("makes somebody who can sign in at once, and again with what has changed", async () => {
  const ana = { email: "ana@example.com", password: "first password", name: "Ana", role: "owner" } as const;
  const userId = await createUser(one.database, ana);
  expect((await logIn(ana.email, ana.password)).json()).toEqual({
    userId,
    email: ana.email,
    language: null,
    name: "Ana",
    role: "owner",
  });
  await createUser(one.database, { ...ana, email: "bob@example.com", name: "Bob" });
  expect(await createUser(one.database, { ...ana, password: "second password", role: "crew" })).toBe(userId);
  expect((await logIn(ana.email, ana.password)).statusCode).toBe(401);
  expect((await logIn(ana.email, "second password")).json()).toMatchObject({ role: "crew" });
});

it("does not bring back somebody who has been disabled", async () => {
  const eva = { email: "eva@example.com", password: "first password", name: "Eva", role: "crew" } as const;
  await createUser(one.database, eva);
  await database.admin.query("update memberships set state = 'disabled' where name = 'Eva'");
  await expect(createUser(one.database, eva)).rejects.toThrow("disabled");
});
