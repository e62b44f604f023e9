/** The people of a tenant: who may invite, change and disable whom. */
import { setTimeout as sleep } from "node:timers/promises";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import type { Member } from "../../../app/shared/users.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { type Client, createMember } from "../support/client.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { waitingLetters } from "../support/letters.ts";

let database: TestDatabase;
let tenant: TestTenant;
let one: TestApp;
let owner: Client;
let manager: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await database.provision("one", {
    settings: { name: "One Electric", locale: "en-US", timeZone: "America/Phoenix", themeColor: "#0b5fff" },
  });
  await database.migrateTenant(tenant.document);
  await database.migrateTenant((await database.provision("two")).document);
  one = await createTestApp(tenant);
  [owner, manager] = [await one.signIn("owner"), await one.signIn("manager")];
});
afterAll(async () => {
  await one.close();
  await database.drop();
});

const send = (method: InjectOptions["method"], url: string, payload?: object, who = owner) =>
  who.inject({ method, url: `/api/users${url}`, ...(payload ? { payload } : {}) });
let count = 0;
const invite = (role = "office", who = owner, email = `new-${++count}@example.com`) =>
  send("POST", "", { email, name: "New Person", role }, who);
const letterTo = async (email: string) =>
  (await waitingLetters(one.database)).find(({ to }) => to === email) ?? { subject: "", text: "" };
const problem = (type: string) => ({ type: `urn:chalan:problem:${type}` });

describe("an invitation", () => {
  it("makes a member who sets a password by the link in the mail, and signs in with it", async () => {
    const response = await invite("office", owner, "Ana.New@Example.com");
    expect(response.statusCode).toBe(201);
    const added = response.json<Member>();
    expect(added).toEqual({
      userId: expect.any(String),
      email: "ana.new@example.com",
      name: "New Person",
      role: "office",
      state: "invited",
      createdAt: expect.stringMatching(/Z$/),
      mailSent: true,
    });
    expect(response.headers.location).toBe(`/api/users/${added.userId}`);
    const letter = await letterTo("ana.new@example.com");
    expect(letter.subject).toBe("One Electric invites you");
    const token = /https:\/\/one\.localhost\/welcome#([\w-]{43})$/m.exec(letter.text)?.[1];
    const post = (url: string, payload: object) =>
      one.app.inject({ method: "POST", url: `/api/auth/${url}`, headers: OWN_HEADER, payload });
    expect((await post("reset", { token, newPassword: "a new long password" })).statusCode).toBe(204);
    const signedIn = await post("login", { email: "ana.new@example.com", password: "a new long password" });
    expect(signedIn.json()).toMatchObject({ userId: added.userId, role: "office" });
    expect((await send("GET", `/${added.userId}`)).json()).toMatchObject({ state: "active" });
  });

  it("is refused for a member, and says nothing of other tenants", async () => {
    const { email } = await createMember(database.name, "two_001", "owner");
    expect((await invite("crew", owner, email)).statusCode).toBe(201);
    const again = await invite("crew", owner, email.toUpperCase());
    expect([again.statusCode, again.json()]).toEqual([
      409,
      expect.objectContaining(problem("already-member")),
    ]);
  });

  it("can be sent again until it is accepted, and the earlier link ends", async () => {
    const { userId, email } = (await invite()).json<Member>();
    const first = (await letterTo(email)).text;
    expect((await send("POST", `/${userId}/invitation`)).json()).toMatchObject({ mailSent: true });
    expect((await letterTo(email)).text).not.toBe(first);
    const { rows } = await database.admin.query("select from password_links where user_id = $1", [userId]);
    expect(rows).toHaveLength(1);
    expect((await send("POST", `/${owner.userId}/invitation`)).statusCode).toBe(409);
  });

  it("says so when no letter could be handed to the worker: the member is there, without a link", async () => {
    await database.admin.query(`revoke insert on tenant_one.outbox from ${tenant.document.role}`);
    const response = await invite("crew");
    await database.admin.query(`grant insert on tenant_one.outbox to ${tenant.document.role}`);
    expect([response.statusCode, response.json().mailSent]).toEqual([201, false]);
    const { rows } = await database.admin.query("select from password_links where user_id = $1", [
      response.json().userId,
    ]);
    expect(rows).toEqual([]);
  });

  it.each([
    ["an address that is none", { email: "nobody", name: "N", role: "crew" }],
    ["two addresses", { email: "a@b.mx, c@d.mx", name: "N", role: "crew" }],
    ["a line in the address", { email: "a@b.mx\r\nBcc: x@y.mx", name: "N", role: "crew" }],
    ["an unknown role", { email: "a@b.mx", name: "N", role: "admin" }],
    ["no name", { email: "a@b.mx", name: "", role: "crew" }],
    ["a password", { email: "a@b.mx", name: "N", role: "crew", password: "x" }],
  ])("with %s is refused", async (_what, payload) => {
    expect((await send("POST", "", payload)).statusCode).toBe(400);
  });
});

describe("the list", () => {
  it("shows the tenant's people, and nothing secret", async () => {
    const { items } = (await send("GET", "")).json<{ items: Member[] }>();
    expect(items.map(({ userId }) => userId)).toEqual(expect.arrayContaining([owner.userId, manager.userId]));
    for (const item of items) {
      expect(Object.keys(item).sort()).toEqual(["createdAt", "email", "name", "role", "state", "userId"]);
    }
  });
  it("does not know people of other tenants", async () => {
    const { userId } = await createMember(database.name, "two_001", "owner");
    expect(JSON.stringify((await send("GET", "")).json())).not.toContain(userId);
    for (const [method, url] of [
      ["GET", ""],
      ["PATCH", ""],
      ["POST", "/invitation"],
    ] as const) {
      const payload = method === "PATCH" ? { name: "Taken over" } : undefined;
      expect((await send(method, `/${userId}${url}`, payload)).statusCode).toBe(404);
    }
  });
});

describe("a change", () => {
  it("of the role holds at once, in an open session too", async () => {
    const person = await one.signIn("crew");
    expect((await person.inject("/api/users")).statusCode).toBe(403);
    expect((await send("PATCH", `/${person.userId}`, { role: "manager" })).json()).toMatchObject({
      role: "manager",
    });
    expect((await person.inject("/api/users")).statusCode).toBe(200);
  });
  it("to disabled ends all sessions, until and after it is taken back", async () => {
    const person = await one.signIn("office");
    expect((await send("PATCH", `/${person.userId}`, { state: "disabled" })).json()).toMatchObject({
      state: "disabled",
    });
    expect((await person.inject("/api/auth/me")).statusCode).toBe(401);
    expect((await send("PATCH", `/${person.userId}`, { state: "active" })).statusCode).toBe(200);
    expect((await person.inject("/api/auth/me")).statusCode).toBe(401);
  });
  it("reaches the other process of a tenant within 5 s", async () => {
    const other = await createTestApp(tenant, { redis: one.redis });
    const person = await one.signIn("office");
    const there = () => other.app.inject({ url: "/api/auth/me", headers: { cookie: person.cookie } });
    expect((await there()).statusCode).toBe(200);
    await send("PATCH", `/${person.userId}`, { state: "disabled" });
    await sleep(5_100);
    expect((await there()).statusCode).toBe(401);
    await other.close();
  });
  it("does not make an invited person active", async () => {
    const { userId } = (await invite()).json<Member>();
    expect((await send("PATCH", `/${userId}`, { state: "active" })).statusCode).toBe(400);
  });
  it("of nothing, or of something else, is refused", async () => {
    for (const payload of [{}, { email: "x@y.mx" }, { passwordHash: "x" }, { state: "invited" }]) {
      expect((await send("PATCH", `/${manager.userId}`, payload)).statusCode).toBe(400);
    }
  });
});

describe("owners", () => {
  it("are made, changed and disabled by owners only", async () => {
    const refused = [
      await invite("owner", manager),
      await send("PATCH", `/${manager.userId}`, { role: "owner" }, manager),
      await send("PATCH", `/${owner.userId}`, { role: "crew" }, manager),
      await send("PATCH", `/${owner.userId}`, { state: "disabled" }, manager),
      await send("PATCH", `/${owner.userId}`, { name: "Taken over" }, manager),
    ];
    for (const response of refused) {
      expect([response.statusCode, response.json()]).toEqual([
        403,
        expect.objectContaining(problem("only-owners")),
      ]);
    }
    expect((await invite("crew", manager)).statusCode).toBe(201);
  });
  it("cannot take away their own rights, and may change their name", async () => {
    for (const payload of [{ role: "crew" }, { state: "disabled" }]) {
      const response = await send("PATCH", `/${owner.userId}`, payload);
      expect([response.statusCode, response.json()]).toEqual([
        409,
        expect.objectContaining(problem("yourself")),
      ]);
    }
    expect((await send("PATCH", `/${owner.userId}`, { name: "Renamed" })).json()).toMatchObject({
      name: "Renamed",
    });
  });
  it("do not all go: two who disable each other at the same moment leave one", async () => {
    const alone = await database.provision("pair");
    await database.migrateTenant(alone.document);
    const app = await createTestApp(alone);
    const [a, b] = [await app.signIn("owner"), await app.signIn("owner")];
    const answers = await Promise.all([
      send("PATCH", `/${b.userId}`, { state: "disabled" }, a),
      send("PATCH", `/${a.userId}`, { state: "disabled" }, b),
    ]);
    const { rows } = await database.admin.query(
      "select from memberships where tenant_id = 'pair_001' and state = 'active'",
    );
    expect(rows).toHaveLength(1);
    expect(answers.map(({ statusCode }) => statusCode).sort()[0]).toBe(200);
    await app.close();
  });
});
