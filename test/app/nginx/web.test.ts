/** What is passed on to web, and how. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
let one: string;
beforeAll(async () => {
  bench = await createBench();
  [one = ""] = bench.webs;
  nginx = await bench.start();
  await nginx.switchTo(one);
});
afterAll(() => bench?.stop());

describe("the API", () => {
  it.each(["/api/tenant", "/api", "/healthz", "/readyz", "/api/a%2Fb?x=1&y=%20"])(
    "%s goes to web, as it came",
    async (url) => {
      const answer = await nginx.ask(url);
      expect(JSON.parse(answer.body)).toMatchObject({ instance: one, url });
      expect(answer.headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
      expectSecurity(answer);
    },
  );
  it("paths that only look alike are the front's", async () => {
    for (const url of ["/apis", "/healthzz", "/x/api/y"])
      expect((await nginx.ask(url)).body).toContain("front");
  });
  it.each(["GET", "POST", "PUT", "DELETE"])("an API name passes everything on: %s /", async (method) => {
    const answer = await nginx.ask(
      "/",
      { method, ...(method === "GET" ? {} : { payload: { a: 1 } }) },
      `api.${HOST}`,
    );
    expect(JSON.parse(answer.body)).toMatchObject({ instance: one, method, url: "/" });
    expectSecurity(answer);
  });
  it("tells web who the client is: from the edge's header, and one word of it only", async () => {
    const given = {
      "x-forwarded-for": "198.51.100.1, 203.0.113.9",
      "x-forwarded-proto": "https",
      "x-request-id": "forged",
    };
    const { headers } = JSON.parse((await nginx.ask("/api/x", { headers: given })).body);
    expect(headers).toMatchObject({
      host: HOST,
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": HOST,
      connection: "close",
    });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
  });
  it("limits a body to 10 MB", async () => {
    const payload = { text: "x".repeat(11_000_000) };
    const result = await nginx.ask("/api/x", { method: "POST", payload }).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // nginx answers before it has read all; the client may see the closed connection first.
    expect([413, "EPIPE", "ECONNRESET"]).toContain(result);
    expect(
      JSON.parse(
        (await nginx.ask("/api/x", { method: "POST", payload: { text: "x".repeat(5_000_000) } })).body,
      ).bytes,
    ).toBeGreaterThan(5_000_000);
  });
});
