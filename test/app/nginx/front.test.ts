/** The front's files, and how browsers and CDNs may keep them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, createBench, expectSecurity, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
beforeAll(async () => {
  bench = await createBench();
  nginx = await bench.start();
});
afterAll(() => bench?.stop());

describe("the front", () => {
  it.each(["/", "/contracts/7", "/index.html"])(
    "%s is the page, never cached without asking",
    async (url) => {
      const answer = await nginx.ask(url);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain("<title>front</title>");
      expect(answer.headers["cache-control"]).toBe("no-cache");
      expect(answer.headers["content-security-policy"]).toContain("script-src 'self'");
      expect(answer.headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
      expectSecurity(answer);
    },
  );
  it("hashed files are immutable and compressed", async () => {
    const answer = await nginx.ask("/assets/index-1a2b3c.js", { headers: { "accept-encoding": "gzip" } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "gzip",
      vary: "Accept-Encoding",
    });
    expectSecurity(answer);
  });
  it.each(["/assets/gone-123.js", "/.env", "/.git/config", "/assets/.hidden"])(
    "%s is not found, with all headers",
    async (url) => {
      const answer = await nginx.ask(url);
      expect(answer.status).toBe(404);
      expectSecurity(answer);
    },
  );
  it("takes no writes", async () =>
    expect((await nginx.ask("/", { method: "POST", payload: {} })).status).toBe(403));
});
