/** The hashed files: compressed beforehand, kept for a year, and fit for a CDN. */
import { readFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
let withCdn: Nginx;
beforeAll(async () => {
  bench = await createBench();
  nginx = await bench.start();
  withCdn = await bench.start({ assetBaseUrl: "https://cdn.example.com:8443/chalan" });
});
afterAll(() => bench?.stop());

const original = (name: string) => readFile(new URL(`html/assets/${name}`, import.meta.url));
const decoders: Record<string, (data: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync };

async function body(path: string, encoding: string): Promise<{ data: Buffer; encoding: string | undefined }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { host: HOST, "accept-encoding": encoding };
    get({ port: nginx.port, path, headers, agent: false }, resolve).on("error", reject);
  });
  return { data: await buffer(response), encoding: response.headers["content-encoding"] };
}

describe.each([
  ["index-1a2b3c.js", "application/javascript; charset=utf-8"],
  ["index-4d5e6f.css", "text/css"],
  ["logo-7a8b9c.svg", "image/svg+xml"],
])("%s", (name, type) => {
  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["br", "br"],
    ["br;q=0.5, gzip", "br"],
    ["gzip", "gzip"],
    ["gzip, br;q=0", "gzip"],
    ["gzip, br; q=0.0", "gzip"],
    ["brotli, gzip", "gzip"],
    ["identity", undefined],
    ["", undefined],
  ])("for a client that accepts %j comes as %s", async (accepted, encoding) => {
    const answer = await nginx.ask(`/assets/${name}`, { headers: { "accept-encoding": accepted } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      vary: "Accept-Encoding",
      "cache-control": "public, max-age=31536000, immutable",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(answer.headers["content-type"]).toBe(type);
    expect(answer.names.filter((each) => each === "vary")).toHaveLength(1);
    expectSecurity(answer);

    const given = await body(`/assets/${name}`, accepted);
    expect(given.encoding).toBe(encoding);
    expect(given.data.length).toBe(Number(answer.headers["content-length"] ?? given.data.length));
    const decode = encoding === undefined ? (data: Buffer) => data : decoders[encoding];
    expect(decode?.(given.data).equals(await original(name))).toBe(true);
  });

  it.each(["gzip", "br", "identity"])("is confirmed by its ETag as %s", async (encoding) => {
    const ask = (headers: Record<string, string>) =>
      nginx.ask(`/assets/${name}`, { headers: { "accept-encoding": encoding, ...headers } });
    const { etag = "" } = (await ask({})).headers;
    expect(etag).toMatch(/^"/);
    expect((await ask({ "if-none-match": etag })).status).toBe(304);
  });

  it("has no address of its own for its compressed twin", async () => {
    expect((await nginx.ask(`/assets/${name}.br`)).status).toBe(404);
  });
});

it("a file that gains nothing comes as it is", async () => {
  const { data, encoding } = await body("/assets/small-0d1e2f.js", "br, gzip");
  expect([data.toString(), encoding]).toEqual(["export const small = true;\n", undefined]);
});

describe("with a CDN", () => {
  it("the page gets its scripts and styles there, and its policy allows that", async () => {
    const { headers, body: page } = await withCdn.ask("/contracts/7");
    expect(page.match(/(?:src|href)="[^"]*"/g)).toEqual([
      'href="/icon.svg"',
      'src="https://cdn.example.com:8443/chalan/assets/index-1a2b3c.js"',
      'href="https://cdn.example.com:8443/chalan/assets/index-4d5e6f.css"',
    ]);
    const policy = String(headers["content-security-policy"]);
    for (const kind of ["script", "style", "font", "connect"])
      expect(policy).toContain(`${kind}-src 'self' https://cdn.example.com:8443;`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });
  it("the CDN finds them at the site", async () =>
    expect((await withCdn.ask("/assets/index-1a2b3c.js")).status).toBe(200));
});

it("without one they are the site's own, and nothing else of the page is touched", async () => {
  const { body: page } = await nginx.ask("/");
  expect(page).toBe(await readFile(new URL("html/index.html", import.meta.url), "utf8"));
});
