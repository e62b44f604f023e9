/** A tenant's name and looks: the operator's, until the owner chooses. */
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Branding, MAXIMUM_LOGO_BYTES } from "../../../app/shared/branding.ts";
import type { PublicTenant } from "../../../app/shared/tenant.ts";
import { type Business, openBusiness } from "../support/business.ts";

let business: Business;
beforeAll(async () => {
  business = await openBusiness({
    settings: {
      name: "By the operator",
      locale: "en-US",
      timeZone: "America/Phoenix",
      themeColor: "#0b5fff",
      logo: "https://example.com/logo.png",
    },
  });
});
afterAll(() => business.close());

const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(2_000)]);
const WEBP = Buffer.concat([Buffer.from("RIFF\x10\x00\x00\x00WEBPVP8 ", "latin1"), randomBytes(200)]);
const read = () => business.ask<Branding>(200, "GET", "/branding");
const anybody = async () => (await business.app.app.inject("/api/tenant")).json<PublicTenant>();
const put = (payload: object) => business.owner.inject({ method: "PUT", url: "/api/branding", payload });
const putLogo = (payload: Buffer, version: number, as = business.owner) =>
  as.inject({
    method: "PUT",
    url: `/api/branding/logo?version=${version}`,
    headers: { "content-type": "image/svg+xml" },
    payload,
  });
const AS_BEFORE = { name: null, locale: null, timeZone: null, themeColor: null };

describe("name and looks", () => {
  it("are the operator's at first, then the owner's, and come back with null", async () => {
    const { defaults, ...first } = await read();
    expect(first).toEqual({ ...AS_BEFORE, logo: null, version: 1, updatedAt: expect.any(String) });
    expect(defaults).toEqual({
      name: "By the operator",
      locale: "en-US",
      timeZone: "America/Phoenix",
      themeColor: "#0b5fff",
      logo: "https://example.com/logo.png",
    });
    const chosen = { name: "Mía", locale: "es-MX", timeZone: "America/Hermosillo", themeColor: "#c2410c" };
    expect((await put({ ...chosen, version: 1 })).json()).toMatchObject({ ...chosen, version: 2 });
    expect(await anybody()).toMatchObject({ ...chosen, logo: "https://example.com/logo.png" });
    // The tenant's own language now, at once.
    expect((await business.app.app.inject("/api/contracts")).json()).toMatchObject({
      title: "Inicia sesión primero",
    });
    expect((await put({ ...AS_BEFORE, version: 2 })).json()).toMatchObject({ ...AS_BEFORE, version: 3 });
    expect(await anybody()).toMatchObject({ name: "By the operator", locale: "en-US" });
  });
  it("are turned down with both versions when somebody was faster", async () => {
    const { version } = await read();
    await put({ ...AS_BEFORE, version });
    const late = await put({ ...AS_BEFORE, name: "Late", version });
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({ current: { name: null, version: version + 1 } });
  });
  it("outlive the operator's next run, and are in the audit trail", async () => {
    const { version } = await read();
    await put({ ...AS_BEFORE, name: "Kept", version });
    // As `migrate tenant` writes it.
    await business.database.admin.query("update tenant_settings set name = 'Again'");
    expect(await read()).toMatchObject({ name: "Kept", defaults: { name: "Again" } });
    const { items } = await business.ask<{ items: object[] }>(200, "GET", "/audit?table=branding");
    expect(items[0]).toMatchObject({ actorId: business.owner.userId, after: { name: "Kept" } });
  });
  it.each([
    ["a colour that is none", { themeColor: "red" }],
    ["a locale that is none", { locale: "Español" }],
    ["a time zone that is none", { timeZone: "America/Nowhere" }],
    ["a POSIX zone, which browsers do not know", { timeZone: "ABC+3" }],
    ["an empty name", { name: "" }],
    ["a logo from elsewhere", { logo: "https://evil.example/x.png" }],
  ])("do not take %s", async (_what, change) => {
    const { version } = await read();
    expect((await put({ ...AS_BEFORE, ...change, version })).statusCode).toBe(400);
    expect((await read()).version).toBe(version);
  });
  it("are the owner's to change, and the desk's to see", async () => {
    const manager = await business.app.signIn("manager");
    expect((await manager.inject("/api/branding")).statusCode).toBe(200);
    const { version } = await read();
    const payload = { ...AS_BEFORE, version };
    expect((await manager.inject({ method: "PUT", url: "/api/branding", payload })).statusCode).toBe(403);
    expect((await putLogo(PNG, version, manager)).statusCode).toBe(403);
  });
});

describe("the logo", () => {
  it("is served to anybody under an address that changes with it, for ever cached there", async () => {
    const { version } = await read();
    const stored = (await putLogo(PNG, version)).json<Branding>();
    const sha256 = createHash("sha256").update(PNG).digest("hex");
    expect(stored.logo).toBe(`/api/tenant/logo?v=${sha256.slice(0, 16)}`);
    expect((await anybody()).logo).toBe(stored.logo);
    const picture = await business.app.app.inject(stored.logo ?? "");
    expect(picture.rawPayload.equals(PNG)).toBe(true);
    expect(picture.headers).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    const { etag = "" } = picture.headers;
    for (const url of ["/api/tenant/logo", "/api/tenant/logo?v=0123456789abcdef"]) {
      expect((await business.app.app.inject(url)).headers["cache-control"]).toBe("public, no-cache");
    }
    const again = await business.app.app.inject({
      url: "/api/tenant/logo",
      headers: { "if-none-match": etag },
    });
    expect([again.statusCode, again.body]).toEqual([304, ""]);

    const next = (await putLogo(WEBP, stored.version)).json<Branding>();
    expect(next.logo).not.toBe(stored.logo);
    expect((await business.app.app.inject(next.logo ?? "")).headers["content-type"]).toBe("image/webp");
  });
  it("is taken away", async () => {
    const { version } = (await putLogo(PNG, (await read()).version)).json<Branding>();
    const url = `/api/branding/logo?version=${version}`;
    expect((await business.owner.inject({ method: "DELETE", url })).json()).toMatchObject({ logo: null });
    expect((await business.app.app.inject("/api/tenant/logo")).statusCode).toBe(404);
    expect((await anybody()).logo).toBe("https://example.com/logo.png");
  });
  it.each([
    ["a drawing, which may hold scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
    ["an animation", Buffer.from("GIF89a then what"), 415],
    ["a document", Buffer.from("%PDF-1.7\n"), 415],
    ["nothing", Buffer.alloc(0), 400],
    ["a byte too much", Buffer.concat([PNG, Buffer.alloc(MAXIMUM_LOGO_BYTES - PNG.length + 1)]), 413],
  ])("is not %s", async (_what, payload, status) => {
    const { version } = await read();
    expect((await putLogo(payload, version)).statusCode).toBe(status);
    expect((await read()).version).toBe(version);
  });
  it("may be as large as the limit, and is turned down with an old version", async () => {
    const { version } = await read();
    const largest = Buffer.concat([PNG, Buffer.alloc(MAXIMUM_LOGO_BYTES - PNG.length)]);
    expect((await putLogo(largest, version)).statusCode).toBe(200);
    const late = await putLogo(PNG, version);
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({ current: { version: version + 1 } });
  });
});
