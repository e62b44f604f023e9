/** Signing in and out, on the real application, database and Redis. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { hashPassword } from "../../../app/shared/passwords.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createMember } from "../support/client.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { waitingLetters } from "../support/letters.ts";

/** What has been asked of the library: hash and password. */
const verifications = vi.hoisted((): [string, string][] => []);
vi.mock("@node-rs/argon2", async (original) => {
  const library = await original<{ verify(hash: string, password: string): Promise<boolean> }>();
  const verify = (hash: string, password: string) => {
    verifications.push([hash, password]);
    return library.verify(hash, password);
  };
  return { ...library, verify };
});

const SPANISH = { name: "one", locale: "es-MX", timeZone: "America/Phoenix", themeColor: "#0b5fff" };
const PASSWORD = "correct horse battery";

let database: TestDatabase;
let tenants: TestTenant[];
let one: TestApp;
let two: TestApp;
let person: { userId: string; email: string };

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenants = [await database.provision("one", { settings: SPANISH }), await database.provision("two")];
  for (const { document } of tenants) await database.migrateTenant(document);
  [one, two] = (await Promise.all(tenants.map((tenant) => createTestApp(tenant)))) as [TestApp, TestApp];
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await database.drop();
});

const setPassword = async (tenantId: string, userId: string, password = PASSWORD) =>
  database.admin.query("update memberships set password_hash = $3 where tenant_id = $1 and user_id = $2", [
    tenantId,
    userId,
    await hashPassword(password),
  ]);

beforeEach(async () => {
  person = await createMember(database.name, "one_001", "owner");
  await setPassword("one_001", person.userId);
});

let address = 0;
/** A place of its own for each test: guesses are counted by it. */
const elsewhere = () => `203.0.${113 + (++address >> 8)}.${address & 255}`;

function post(
  path: string,
  payload: object,
  more: { app?: TestApp; cookie?: string; from?: string; headers?: object } = {},
) {
  const headers = {
    ...OWN_HEADER,
    ...(more.cookie ? { cookie: more.cookie } : {}),
    "user-agent": "Test/1",
    ...more.headers,
  };
  return (more.app ?? one).app.inject({
    method: "POST",
    url: `/api/auth/${path}`,
    payload,
    headers,
    remoteAddress: more.from ?? "198.51.100.1",
  });
}
const logIn = (password = PASSWORD, more: Parameters<typeof post>[2] = {}, email = person.email) =>
  post("login", { email, password }, { from: elsewhere(), ...more });
const cookieOf = (response: LightMyRequestResponse) =>
  String(response.headers["set-cookie"]).split(";")[0] ?? "";
const me = async (cookie: string, { app }: TestApp = one) =>
  (await app.inject({ url: "/api/auth/me", headers: { cookie } })).statusCode;
const audit = async () =>
  (
    await database.admin.query(
      "select outcome, host(address) as address, agent from sign_ins where user_id = $1 order by sign_in_id",
      [person.userId],
    )
  ).rows;

describe("signing in", () => {
  it("gives a session in a cookie that only this host and no script can read, and is written down", async () => {
    const from = elsewhere();
    const response = await logIn(PASSWORD, { from }, person.email.toUpperCase());
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ ...person, name: "Test owner", role: "owner", language: null });
    expect(response.headers["set-cookie"]).toMatch(
      /^__Host-session=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    const answer = await one.app.inject({ url: "/api/auth/me", headers: { cookie: cookieOf(response) } });
    expect(answer.json()).toEqual({ ...person, name: "Test owner", role: "owner", language: null });
    expect(await audit()).toEqual([{ outcome: "success", address: from, agent: "Test/1" }]);
  });

  it.each([
    ["a wrong password", () => logIn("wrong")],
    ["an unknown address", () => logIn(PASSWORD, {}, "nobody@example.com")],
    ["a member of another tenant only", () => logIn(PASSWORD, { app: two })],
    [
      "a disabled member",
      async () => {
        const other = await createMember(database.name, "one_001", "crew");
        await setPassword("one_001", other.userId);
        await database.admin.query("update memberships set state = 'disabled' where user_id = $1", [
          other.userId,
        ]);
        return logIn(PASSWORD, {}, other.email);
      },
    ],
    [
      "somebody invited who has no password yet",
      async () => {
        const other = await createMember(database.name, "one_001", "crew");
        return logIn("x", {}, other.email);
      },
    ],
  ])("answers %s in the same words, without a session", async (_what, attempt) => {
    const response = await attempt();
    expect(response.statusCode).toBe(401);
    expect(response.json()).toEqual({
      type: "urn:chalan:problem:wrong-credentials",
      title: expect.any(String),
      status: 401,
      instance: expect.any(String),
    });
    expect(response.headers["set-cookie"]).toBeUndefined();
  });

  it("does the same work for an unknown address as for a wrong password: nearly all of it is the hash", async () => {
    const work = async (email: string) => {
      verifications.length = 0;
      await logIn("wrong password", {}, email);
      // Its kind and its cost, without salt and hash.
      return verifications.map(([hash, password]) => [hash.split("$").slice(0, 4), password]);
    };
    const known = await work(person.email);
    expect(known).toHaveLength(1);
    expect(await work("nobody@example.com")).toEqual(known);
  });

  it("begins a new session and ends the one that the browser had", async () => {
    const first = cookieOf(await logIn());
    const second = cookieOf(await logIn(PASSWORD, { cookie: first }));
    expect(second).not.toBe(first);
    expect([await me(first), await me(second)]).toEqual([401, 200]);
  });

  it("does not take an id that was planted before", async () => {
    const planted = `__Host-session=${"A".repeat(43)}`;
    const cookie = cookieOf(await logIn(PASSWORD, { cookie: planted }));
    expect(cookie).not.toBe(planted);
    expect(await me(planted)).toBe(401);
  });

  it("keeps a person of two tenants apart: password and session open one of them", async () => {
    await database.admin.query(
      "insert into memberships (user_id, tenant_id, role, name) values ($1, 'two_001', 'crew', 'Other')",
      [person.userId],
    );
    await setPassword("two_001", person.userId, "another password");
    expect((await logIn(PASSWORD, { app: two })).statusCode).toBe(401);
    const response = await logIn("another password", { app: two });
    expect(response.json()).toMatchObject({ name: "Other", role: "crew" });
    expect([await me(cookieOf(response), two), await me(cookieOf(response))]).toEqual([200, 401]);
  });
});

describe("guessing", () => {
  it("is stopped after five wrong passwords from one place, for the right one too, and elsewhere not", async () => {
    const from = elsewhere();
    for (let round = 0; round < 5; round += 1) expect((await logIn("wrong", { from })).statusCode).toBe(401);
    const blocked = await logIn(PASSWORD, { from });
    expect(blocked.statusCode).toBe(429);
    expect(blocked.json()).toMatchObject({ type: "urn:chalan:problem:too-many-requests" });
    expect(Number(blocked.headers["retry-after"])).toBeGreaterThan(600);
    expect(Number(blocked.headers["retry-after"])).toBeLessThanOrEqual(900);
    expect((await logIn(PASSWORD)).statusCode).toBe(200);
    const other = await createMember(database.name, "one_001", "crew");
    expect((await logIn("x", { from }, other.email)).statusCode).toBe(401);
  });
  it("starts anew after a success", async () => {
    const from = elsewhere();
    for (let round = 0; round < 4; round += 1) await logIn("wrong", { from });
    expect((await logIn(PASSWORD, { from })).statusCode).toBe(200);
    for (let round = 0; round < 4; round += 1) expect((await logIn("wrong", { from })).statusCode).toBe(401);
  });
  it("is not what somebody does who knows the password, however often", async () => {
    for (let round = 0; round < 52; round += 1) expect((await logIn()).statusCode).toBe(200);
  });
  it("at one account from many places is stopped too", async () => {
    const answers = [];
    for (let round = 0; round < 51; round += 1) answers.push((await logIn("wrong")).statusCode);
    expect(answers.filter((code) => code === 401)).toHaveLength(50);
    expect((await logIn()).statusCode).toBe(429);
  });
  it("is counted when it comes all at once", async () => {
    const from = elsewhere();
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn("wrong", { from })));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(7);
  });
  it("is not possible while redis is away", async () => {
    const app = await createTestApp(tenants[0] as TestTenant);
    app.redis.disconnect();
    expect((await logIn(PASSWORD, { app })).statusCode).toBe(503);
    await app.close();
  });
  it("leaves no address in redis", async () => {
    await logIn("wrong");
    const keys = await one.redis.keys("*");
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toMatch(/@|example|203\.0/);
  });
});

describe("a session", () => {
  it("ends with the log-out, on the server too", async () => {
    const cookie = cookieOf(await logIn());
    const response = await post("logout", {}, { cookie });
    expect(response.statusCode).toBe(204);
    expect(response.headers["set-cookie"]).toMatch(/^__Host-session=; Max-Age=0; Path=\/; Secure/);
    expect(await me(cookie)).toBe(401);
    expect((await audit()).at(-1)).toMatchObject({ outcome: "logout" });
    expect((await post("logout", {})).statusCode).toBe(204);
  });

  it("ends with a new password, all but the one that asked, which goes on under a new id", async () => {
    const [first, second] = [cookieOf(await logIn()), cookieOf(await logIn())];
    const response = await post(
      "password",
      { currentPassword: PASSWORD, newPassword: "a new long password" },
      { cookie: first, from: elsewhere() },
    );
    expect(response.statusCode).toBe(200);
    expect([await me(first), await me(second), await me(cookieOf(response))]).toEqual([401, 401, 200]);
    expect((await logIn()).statusCode).toBe(401);
    expect((await logIn("a new long password")).statusCode).toBe(200);
    expect((await audit()).map(({ outcome }) => outcome)).toContain("password_changed");
  });
  it("does not let its holder change the password without the present one, nor to a short one", async () => {
    const cookie = cookieOf(await logIn());
    const from = elsewhere();
    const wrong = await post(
      "password",
      { currentPassword: "wrong", newPassword: "a new long password" },
      { cookie, from },
    );
    expect(wrong.statusCode).toBe(401);
    const short = await post(
      "password",
      { currentPassword: PASSWORD, newPassword: "short" },
      { cookie, from },
    );
    expect(short.statusCode).toBe(400);
    expect(await me(cookie)).toBe(200);
  });

  it("ends when the person is disabled, or was changed by another process, within 5 s", async () => {
    const other = await createTestApp(tenants[0] as TestTenant, { redis: one.redis });
    const cookie = cookieOf(await logIn());
    expect(await me(cookie, other)).toBe(200);
    // The other process remembers the person; here the password changes.
    const response = await post(
      "password",
      { currentPassword: PASSWORD, newPassword: "a new long password" },
      { cookie, from: elsewhere() },
    );
    expect(await me(cookieOf(response), other)).toBe(200);
    expect(await me(cookie, other)).toBe(401);
    await other.close();
  });

  it("ends with the tenant's suspension and does not come back with the tenant", async () => {
    const tenant = await database.provision("paused");
    await database.migrateTenant(tenant.document);
    const before = await createTestApp(tenant);
    const { cookie } = await before.signIn("owner");
    expect(await me(cookie, before)).toBe(200);
    for (const state of ["suspended", "active"] as const)
      await database.migrateTenant({ ...tenant.document, state });
    const after = await createTestApp(tenant, { redis: before.redis });
    expect(await me(cookie, after)).toBe(401);
    await Promise.all([before.close(), after.close()]);
  });

  it("ends after 12 idle hours, and after 7 days however busy it was", async () => {
    let now = 0;
    const sessions = createSessions(one.redis, "clock", () => now);
    const id = await sessions.start({ userId: person.userId, userEpoch: 0, tenantEpoch: 0 });
    const key = (await one.redis.keys("*t:{clock}:session:*"))[0]?.replace(/^.*?:t:/, "t:") ?? "";
    expect(key).not.toContain(id);
    await one.redis.expire(key, 3600);
    expect(await sessions.find(id)).toMatchObject({ userId: person.userId });
    expect(await one.redis.ttl(key)).toBeGreaterThan(11 * 3600);
    now = 7 * 24 * 3600 * 1000 - 1;
    expect(await sessions.find(id)).toMatchObject({ userId: person.userId, startedAt: 0 });
    now += 1;
    expect(await sessions.find(id)).toBeUndefined();
    expect(await one.redis.exists(key)).toBe(0);
  });
  it.each([
    ["no", ""],
    ["a short", "short"],
    ["a long", "A".repeat(44)],
    ["a strange", `${"A".repeat(42)}*`],
    ["a path as its", "../../../etc"],
    ["an endless", "A".repeat(10_000)],
  ])("is not looked for under %s id", async (_what, id) => {
    const store = {
      getex: () => Promise.reject(new Error("asked")),
      set: async () => {},
      del: async () => 0,
    };
    expect(await createSessions(store, "one").find(id)).toBeUndefined();
  });
});

describe("a page of another site", () => {
  const cookieHeaders = async () => ({ cookie: cookieOf(await logIn()) });
  it.each([
    ["without our header", { "x-requested-with": "" }],
    ["with somebody else's header", { "x-requested-with": "XMLHttpRequest" }],
    ["from another origin", { origin: "https://evil.example" }],
    ["from a neighbour of the same domain", { origin: "https://two.localhost", host: "one.localhost" }],
    ["from an opaque origin", { origin: "null" }],
    ["from another site, says the browser", { "sec-fetch-site": "cross-site" }],
    ["from a sibling host, says the browser", { "sec-fetch-site": "same-site" }],
  ])("cannot change anything %s", async (_what, headers) => {
    const { cookie } = await cookieHeaders();
    const response = await post("logout", {}, { cookie, headers });
    expect([response.statusCode, response.json().type]).toEqual([403, "urn:chalan:problem:cross-site"]);
    expect(await me(cookie)).toBe(200);
  });
  it("cannot sign a visitor in under its own account either", async () => {
    expect((await logIn(PASSWORD, { headers: { origin: "https://evil.example" } })).statusCode).toBe(403);
  });
  it("is not our own page, whatever its port", async () => {
    const headers = {
      origin: "https://one.localhost:8443",
      host: "one.localhost",
      "sec-fetch-site": "same-origin",
    };
    expect((await logIn(PASSWORD, { headers })).statusCode).toBe(200);
  });
});

describe("a forgotten password", () => {
  const letters = () => waitingLetters(one.database);
  const lettersTo = async (email: string) => (await letters()).filter(({ to }) => to === email);
  const ask = (email = person.email, headers: object = {}, from = elsewhere()) =>
    post("forgot", { email }, { headers, from });
  const tokenIn = (letter: { text: string }) => /#([\w-]{43})$/m.exec(letter.text)?.[1] ?? "";
  async function link(email = person.email): Promise<{ text: string; subject: string }> {
    expect((await ask(email)).statusCode).toBe(202);
    await expect.poll(() => lettersTo(email)).not.toEqual([]);
    return (await lettersTo(email))[0] ?? { text: "", subject: "" };
  }

  it("is set by the link in a mail, once, and ends all sessions", async () => {
    const cookie = cookieOf(await logIn());
    const letter = await link();
    expect(letter.subject).toBe("one: nueva contraseña");
    expect(letter.text).toContain("https://one.localhost/password#");
    const token = tokenIn(letter);
    const from = elsewhere();
    expect((await post("reset", { token, newPassword: "a new long password" }, { from })).statusCode).toBe(
      204,
    );
    expect(await me(cookie)).toBe(401);
    expect((await logIn("a new long password")).statusCode).toBe(200);
    const again = await post("reset", { token, newPassword: "yet another password" }, { from });
    expect([again.statusCode, again.json().type]).toEqual([410, "urn:chalan:problem:link-ended"]);
    expect((await logIn("yet another password")).statusCode).toBe(401);
  });
  it("is set by one of two who use the link at the same moment", async () => {
    const token = tokenIn(await link());
    const uses = ["first password here", "second password here"].map((newPassword) =>
      post("reset", { token, newPassword }),
    );
    const codes = (await Promise.all(uses)).map(({ statusCode }) => statusCode);
    expect(codes.sort()).toEqual([204, 410]);
  });
  it("is answered in the same way for a stranger, and sends nothing", async () => {
    const before = (await letters()).length;
    const response = await ask("stranger@example.com");
    expect([response.statusCode, response.body]).toEqual([202, ""]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await letters()).length).toBe(before);
  });
  it("is not set by an old link, a later one's predecessor, another tenant's, or a made-up one", async () => {
    const token = tokenIn(await link());
    expect(
      (await post("reset", { token, newPassword: "a new long password" }, { app: two })).statusCode,
    ).toBe(410);
    await database.admin.query("update password_links set expires_at = now()");
    expect((await post("reset", { token, newPassword: "a new long password" })).statusCode).toBe(410);
    expect(
      (await post("reset", { token: "A".repeat(43), newPassword: "a new long password" })).statusCode,
    ).toBe(410);
    expect(
      (await post("reset", { token: "A".repeat(42), newPassword: "a new long password" })).statusCode,
    ).toBe(400);
    const newer = await createMember(database.name, "one_001", "crew");
    const first = tokenIn(await link(newer.email));
    await ask(newer.email);
    await expect.poll(() => lettersTo(newer.email)).toHaveLength(2);
    expect((await post("reset", { token: first, newPassword: "a new long password" })).statusCode).toBe(410);
  });
  it("is not stored: the database knows a hash of the link only", async () => {
    const token = tokenIn(await link());
    const { rows } = await database.admin.query(
      "select encode(token_hash, 'escape') || encode(token_hash, 'base64') as text from password_links",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
  it("does not come back for somebody who has been disabled", async () => {
    const other = await createMember(database.name, "one_001", "crew");
    const token = tokenIn(await link(other.email));
    await database.admin.query("update memberships set state = 'disabled' where user_id = $1", [
      other.userId,
    ]);
    expect((await post("reset", { token, newPassword: "a new long password" })).statusCode).toBe(410);
    expect((await logIn("a new long password", {}, other.email)).statusCode).toBe(401);
  });
  it("is asked for three times an hour at most", async () => {
    const codes = [];
    for (let round = 0; round < 4; round += 1) codes.push((await ask("often@example.com")).statusCode);
    expect(codes).toEqual([202, 202, 202, 429]);
  });
  it.each([
    ["https://one.localhost:8443", "https://one.localhost:8443/password#"],
    ["https://www.one.localhost", "https://www.one.localhost/password#"],
    ["http://one.localhost", "https://one.localhost/password#"],
    ["https://evil.example", "https://one.localhost/password#"],
  ])("asked for from %s leads to %s", async (origin, expected) => {
    const other = await createMember(database.name, "one_001", "crew");
    await ask(other.email, { origin, host: new URL(origin).hostname });
    await expect.poll(() => lettersTo(other.email)).toHaveLength(1);
    expect((await lettersTo(other.email))[0]?.text).toContain(expected);
  });
});
