/** What a tenant that is not in service says, to people and to programs. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench?.stop());

const NAME = 'Peña & Söhne <"$1"> {}; \\';

describe.each([
  {
    what: "suspended",
    fields: { state: "suspended" },
    status: 403,
    retryAfter: undefined,
    type: "tenant-closed",
    problem: "This account is suspended",
    titles: { en: "This account is suspended", es: "Esta cuenta está suspendida" },
  },
  {
    what: "under maintenance",
    fields: { maintenance: true },
    status: 503,
    retryAfter: "300",
    type: "maintenance",
    problem: "This account is under maintenance",
    titles: { en: "Under maintenance", es: "En mantenimiento" },
  },
] as const)("a tenant that is $what", ({ fields, status, retryAfter, type, problem, titles }) => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await bench.start({ ...fields, name: NAME, settings: { locale: "es-MX" } });
  });

  it.each(["/", "/contracts/7", "/index.html", "/icon.svg", "/assets/index-1a2b3c.js", "/assets/gone.js"])(
    "tells people at %s, in their language",
    async (url) => {
      for (const [accepted, language] of [
        ["en-US,en;q=0.9,es;q=0.8", "en"],
        ["fr, es-MX;q=0.8, en;q=0.5", "es"],
        ["", "es"],
      ] as const) {
        const answer = await nginx.ask(url, { headers: { "accept-language": accepted } });
        expect(answer.status).toBe(status);
        expect(answer.headers).toMatchObject({
          "content-type": "text/html; charset=utf-8",
          "content-language": language,
          "cache-control": "no-store",
          vary: expect.stringContaining("Accept-Language"),
        });
        expect(answer.headers["retry-after"]).toBe(retryAfter);
        expect(answer.body).toContain(`<h1>${titles[language]}</h1>`);
        expect(answer.body).toContain(`<html lang="${language}">`);
        expect(answer.body).not.toMatch(/<script|style=|nginx\/\d|<center>/);
        expectSecurity(answer);
      }
    },
  );

  it("names the tenant, whatever the name is", async () => {
    const { body } = await nginx.ask("/");
    const [, name = ""] = /<main>\n<p>(.*)<\/p>/.exec(body) ?? [];
    expect(name).toMatch(/^([A-Za-z0-9 ]|&#\d+;)+$/);
    expect(name.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))).toBe(NAME);
  });

  it("the page's style is there", async () => {
    const answer = await nginx.ask("/.nginx/page.css");
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^text\/css/);
    expectSecurity(answer);
  });

  it.each([
    [HOST, "/api/tenant", "GET"],
    [HOST, "/api/tenant", "POST"],
    [HOST, "/readyz", "GET"],
    [`api.${HOST}`, "/", "DELETE"],
    [`api.${HOST}`, "/api/events", "GET"],
  ])("tells programs: %s%s %s", async (host, url, method) => {
    const answer = await nginx.ask(url, { method, headers: { accept: "text/event-stream" } }, host);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.headers["retry-after"]).toBe(retryAfter);
    expect(JSON.parse(answer.body)).toEqual({
      type: `urn:chalan:problem:${type}`,
      title: problem,
      status,
      instance: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expectSecurity(answer);
  });

  it("its nginx is well all the same", async () =>
    expect((await nginx.ask("/.nginx/healthz")).body).toBe("ok\n"));
});
