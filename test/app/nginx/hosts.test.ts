/** The names under which a tenant is known: one is canonical, the others lead there, any other gets nothing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "../support/http.ts";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
let underWww: Nginx;
beforeAll(async () => {
  bench = await createBench();
  nginx = await bench.start({ aliases: ["acme.example.net", "old.test"] });
  underWww = await bench.start({ aliases: [], canonical: `www.${HOST}` });
});
afterAll(() => bench?.stop());

describe("the other names of the site", () => {
  it.each([`www.${HOST}`, "acme.example.net", "old.test"])("%s leads to the canonical one", async (name) => {
    for (const [method, status] of [
      ["GET", 301],
      ["HEAD", 301],
      ["POST", 308],
      ["PUT", 308],
      ["DELETE", 308],
    ] as const) {
      for (const url of ["/", "/contracts/7?a=1&b=%20%2F", "/api/x?y", "//elsewhere.test/x", "/.env"]) {
        const headers = { "x-forwarded-proto": "https" };
        const answer = await nginx.ask(url, { method, headers }, name);
        expect([answer.status, answer.headers.location]).toEqual([status, `https://${HOST}${url}`]);
        expectSecurity(answer);
      }
    }
  });

  it("with the port that the client used, and its scheme", async () => {
    const answer = await nginx.ask("/x", {}, `www.${HOST}:8443`);
    expect(answer.headers.location).toBe(`http://${HOST}:8443/x`);
    const strange = await nginx.ask("/x", { headers: { "x-forwarded-proto": "javascript" } }, `www.${HOST}`);
    expect(strange.headers.location).toBe(`http://${HOST}/x`);
  });

  it("or to www., when the tenant's file says so", async () => {
    expect((await underWww.ask("/x")).headers.location).toBe(`http://www.${HOST}/x`);
    expect((await underWww.ask("/", {}, `www.${HOST}`)).body).toContain("<title>front</title>");
  });

  it("the API's name never does", async () => {
    for (const each of [nginx, underWww])
      expect((await each.ask("/api/x", {}, `api.${HOST}`)).status).toBe(503);
  });
});

describe("any other host", () => {
  it.each(["other.test", "127.0.0.1", `evil.${HOST}`, `${HOST}.evil.test`, "alias.invalid.test"])(
    "%s gets no answer",
    async (host) => {
      await expect(nginx.ask("/", {}, host)).rejects.toThrow(/hang up|ECONNRESET/);
      await expect(nginx.ask("/api/tenant", {}, host)).rejects.toThrow(/hang up|ECONNRESET/);
    },
  );
  it("but the container's own health check does", async () => {
    expect(await call(nginx.port, "/.nginx/healthz")).toMatchObject({ status: 200, body: "ok\n" });
    expect((await nginx.ask("/.nginx/healthz")).body).toBe("ok\n");
  });
});
