/** What people do about themselves: profile and sessions. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "../../../app/admin/create-user.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import type { AuditEntry } from "../../../app/shared/audit.ts";
import type { Identity, Session } from "../../../app/shared/users.ts";
import { type Business, openBusiness } from "../support/business.ts";
import type { Client } from "../support/client.ts";

const PASSWORD = "correct horse battery";

let business: Business;
beforeAll(async () => {
  business = await openBusiness();
});
afterAll(() => business.close());

let people = 0;
/** Somebody who has signed in with a password, in as many browsers as there are agents. */
async function signIn(...agents: string[]): Promise<Client[]> {
  people += 1;
  const email = `person-${people}@example.com`;
  const userId = await createUser(business.app.database, {
    email,
    password: PASSWORD,
    name: "Ana",
    role: "crew",
  });
  return Promise.all(
    agents.map(async (agent) => {
      const response = await business.app.app.inject({
        method: "POST",
        url: "/api/auth/login",
        headers: { ...OWN_HEADER, "user-agent": agent },
        payload: { email, password: PASSWORD },
      });
      const cookie = String(response.headers["set-cookie"]).split(";")[0] ?? "";
      const inject: Client["inject"] = (given) => {
        const options = typeof given === "string" ? { url: given } : given;
        return business.app.app.inject({
          ...options,
          headers: { cookie, ...OWN_HEADER, ...options.headers },
        });
      };
      return { userId, email, cookie, inject };
    }),
  );
}
const one = async () => (await signIn("Test/1"))[0] as Client;
const sessionsOf = async (client: Client) =>
  (await client.inject("/api/auth/sessions")).json<{ items: Session[] }>().items;
const status = async (client: Client) => (await client.inject("/api/auth/me")).statusCode;

describe("one's own profile", () => {
  const change = (client: Client, payload: object) =>
    client.inject({ method: "PATCH", url: "/api/auth/me", payload });

  it("has a name and a language, which the next request already speaks", async () => {
    const ana = await one();
    const changed = await change(ana, { name: "Ana María", language: "es" });
    expect(changed.json<Identity>()).toEqual({
      userId: ana.userId,
      email: ana.email,
      name: "Ana María",
      role: "crew",
      language: "es",
    });
    expect((await ana.inject("/api/auth/me")).json()).toEqual(changed.json());
    expect((await ana.inject("/api/contracts")).json()).toMatchObject({ title: "Tu función no lo permite" });
    await change(ana, { language: null });
    expect((await ana.inject("/api/contracts")).json()).toMatchObject({ title: "Your role may not do this" });
    expect((await ana.inject("/api/auth/me")).json()).toMatchObject({ name: "Ana María", language: null });
  });
  it.each([
    ["nothing", {}],
    ["an empty name", { name: "" }],
    ["a language that nobody speaks here", { language: "tlh" }],
    ["a role", { role: "owner" }],
    ["another address", { email: "x@example.com" }],
  ])("does not change with %s", async (_what, payload) => {
    expect((await change(await one(), payload)).statusCode).toBe(400);
  });
  it("leaves a trace with what was before and after", async () => {
    const ana = await one();
    await change(ana, { name: "Anita" });
    await business.owner.inject({
      method: "PATCH",
      url: `/api/users/${ana.userId}`,
      payload: { role: "office" },
    });
    const { items } = await business.ask<{ items: AuditEntry[] }>(
      200,
      "GET",
      `/audit?table=memberships&rowId=${ana.userId}`,
    );
    expect(items.slice(0, 2)).toMatchObject([
      {
        actorId: business.owner.userId,
        action: "update",
        before: { role: "crew" },
        after: { role: "office" },
      },
      { actorId: ana.userId, action: "update", before: { name: "Ana" }, after: { name: "Anita" } },
    ]);
    expect(items.at(-1)).toMatchObject({ action: "create", before: null, after: { role: "crew" } });
  });
});

describe("one's own sessions", () => {
  it("are listed with their browsers, the asking one marked", async () => {
    const [desk, phone] = (await signIn("Desk/1", "Phone/1")) as [Client, Client];
    await desk.inject("/api/auth/me");
    const items = await sessionsOf(phone);
    expect(items.map(({ agent, current }) => [agent, current]).sort()).toEqual([
      ["Desk/1", false],
      ["Phone/1", true],
    ]);
    for (const { startedAt, lastUsedAt } of items) {
      expect(Math.abs(Date.now() - Date.parse(startedAt))).toBeLessThan(60_000);
      expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt) - 1_000);
    }
  });
  it("are ended one by one, and the others go on", async () => {
    const [desk, phone] = (await signIn("Desk/1", "Phone/1")) as [Client, Client];
    const id = (await sessionsOf(desk)).find(({ agent }) => agent === "Phone/1")?.id ?? "";
    const end = () => desk.inject({ method: "DELETE", url: `/api/auth/sessions/${id}` });
    expect((await end()).statusCode).toBe(204);
    expect([await status(desk), await status(phone)]).toEqual([200, 401]);
    expect((await end()).statusCode).toBe(404);
    expect((await sessionsOf(desk)).map(({ agent }) => agent)).toEqual(["Desk/1"]);
  });
  it("are ended all but the one that asks", async () => {
    const [desk, phone, tablet] = (await signIn("Desk/1", "Phone/1", "Tablet/1")) as [Client, Client, Client];
    const response = await desk.inject({ method: "DELETE", url: "/api/auth/sessions" });
    expect(response.statusCode).toBe(204);
    expect([await status(desk), await status(phone), await status(tablet)]).toEqual([200, 401, 401]);
  });
  it("of somebody else are neither seen nor ended", async () => {
    const [ana, ben] = [await one(), await one()];
    const id = (await sessionsOf(ben))[0]?.id ?? "";
    const response = await ana.inject({ method: "DELETE", url: `/api/auth/sessions/${id}` });
    expect([response.statusCode, await status(ben)]).toEqual([404, 200]);
    expect((await sessionsOf(ana)).map((session) => session.id)).not.toContain(id);
  });
  it("that have ended with a new password or a log-out are not listed", async () => {
    const [desk, phone] = (await signIn("Desk/1", "Phone/1")) as [Client, Client];
    await phone.inject({ method: "POST", url: "/api/auth/logout" });
    expect((await sessionsOf(desk)).map(({ agent }) => agent)).toEqual(["Desk/1"]);
    const changed = await desk.inject({
      method: "POST",
      url: "/api/auth/password",
      payload: { currentPassword: PASSWORD, newPassword: "a new long password" },
    });
    const cookie = String(changed.headers["set-cookie"]).split(";")[0] ?? "";
    const response = await business.app.app.inject({ url: "/api/auth/sessions", headers: { cookie } });
    expect(response.json<{ items: Session[] }>().items).toMatchObject([{ current: true }]);
  });
  it("show nothing that opens one", async () => {
    const ana = await one();
    const [session] = await sessionsOf(ana);
    expect(ana.cookie).not.toContain(session?.id);
    const stolen = { cookie: `__Host-session=${session?.id}` };
    const response = await business.app.app.inject({ url: "/api/auth/me", headers: stolen });
    expect(response.statusCode).toBe(401);
  });
});
