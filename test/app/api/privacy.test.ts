/** What the logs hold of a person: nothing. */

import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "../../../app/admin/create-user.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { createTestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";

const PERSON = {
  email: "sentinel-mail@example.com",
  password: "sentinel-password",
  name: "Sentinel-Name",
  role: "owner",
} as const;

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
});
afterAll(() => database.drop());

describe("the logs, at their most talkative,", () => {
  it("hold no address, name, password, cookie, link or host of anybody, whatever succeeds or fails", async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const one = await createTestApp(tenant, { log: pino({ level: "trace" }, stream) });
    // The database's words quote the whole row: address, link and all.
    await database.admin.query("alter table tenant_one.outbox add constraint refused check (kind <> 'mail')");
    await createUser(one.database, PERSON);
    let cookie = "";
    const send = async (url: string, payload: object) => {
      const response = await one.app.inject({
        method: "POST",
        url: `/api${url}`,
        headers: {
          ...OWN_HEADER,
          cookie,
          "user-agent": "Sentinel-Agent",
          authorization: "Bearer sentinel-token",
        },
        remoteAddress: "203.0.113.77",
        payload,
      });
      return response;
    };
    const { email, password } = PERSON;
    const login = await send("/auth/login", { email, password });
    cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    const codes = [login.statusCode];
    for (const [url, payload] of [
      ["/auth/login", { email, password: "sentinel-wrong" }],
      ["/auth/login", { email: "sentinel", password: 1 }],
      ["/auth/forgot", { email }],
      ["/users", { email: "sentinel-new@example.com", name: "Sentinel-New", role: "crew" }],
      ["/users", { email, name: "Sentinel-Again", role: "crew" }],
      ["/auth/reset", { token: "A".repeat(43), newPassword: "sentinel-new-password" }],
      ["/auth/password", { currentPassword: "sentinel-wrong", newPassword: "sentinel-new-password" }],
      [
        "/contracts",
        {
          title: "Sentinel-Title",
          clientName: "Sentinel-Client",
          clientEmail: "sentinel-client@example.com",
        },
      ],
      [
        "/contracts",
        {
          title: "Sentinel-Title",
          clientName: "x",
          startsOn: "2028-02-02",
          endsOn: "2028-01-01",
          notes: "sentinel\u0000",
        },
      ],
      ["/nowhere?email=sentinel-query@example.com", { sentinel: true }],
      ["/auth/logout", {}],
    ] as const) {
      codes.push((await send(url, payload)).statusCode);
    }
    await expect.poll(() => lines.join("")).toContain("a link to set a password was not sent");
    await one.close();
    // Both ways of failing have been there, and the letters' failure too.
    expect(codes).toEqual([200, 401, 400, 202, 201, 409, 410, 401, 201, 400, 404, 204]);
    const log = lines.join("");
    expect(log).toContain("a link to set a password was not sent");
    expect(log).toContain("an invitation was not sent");
    expect(log).toContain('"reason":"23514"');
    for (const secret of [/sentinel/i, /203\.0\.113/, new RegExp(cookie.split("=")[1] ?? "none")]) {
      expect(log).not.toMatch(secret);
    }
  });
});
