/** What `bin/bench proxy` and `bin/bench certificate` make of what they see. */
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backendConfiguration, minimalConfiguration } from "../../bench/lib/nginx-files.ts";
import { proxyReport } from "../../bench/lib/proxy-report.ts";
import { resultLine } from "../../bench/lib/report.ts";
import { askSecurely, type SecureServer, untilServed } from "../../bench/lib/secure.ts";
import { TestAuthority } from "../support/certificates.ts";

describe("the report", () => {
  test("judges the median of the rounds' ratios, not the ratio of the medians", () => {
    const { result } = proxyReport({ edge: [90, 50, 300], minimal: [100, 100, 310] });
    expect(JSON.parse(resultLine(result))).toEqual({
      bench: "proxy",
      figures: {
        edgePerSecond: { min: 50, median: 90, max: 300 },
        minimalPerSecond: { min: 100, median: 100, max: 310 },
        edgeToMinimalRatio: { value: 0.9, bar: 0.9, met: true },
      },
      ratio: 1,
      bar: 1,
      met: true,
    });
  });

  test("a slower edge misses the bar", () => {
    const { table, result } = proxyReport({ edge: [89], minimal: [100] });
    expect(JSON.parse(resultLine(result))).toMatchObject({
      met: false,
      figures: { edgeToMinimalRatio: { met: false } },
    });
    expect(table).toMatch(/edge \/ minimal +0\.89 +at least 0\.9 +NO/);
  });
});

test("the files of nginx say where they listen, whom they ask and what they show", () => {
  const plan = { name: "a.test", port: 8443, backend: "10.0.0.5:80", certificate: "/c/a.test" };
  const proxy = minimalConfiguration(plan);
  expect(proxy).toContain("listen 8443 ssl;\n    server_name a.test;");
  expect(proxy).toContain("ssl_certificate /c/a.test.crt;\n    ssl_certificate_key /c/a.test.key;");
  expect(proxy).toContain("server 10.0.0.5:80;");
  expect(backendConfiguration(80, "page")).toContain('return 200 "page";');
});

describe("a secure answer", () => {
  using authority = new TestAuthority();
  const { certificate, key } = authority.leaf(["a.test"]);
  const ca = authority.root;
  const server = createServer({ cert: certificate + authority.intermediate, key }, (_request, response) =>
    response.end("page"),
  );
  let known: SecureServer;
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    known = { name: "a.test", address: "127.0.0.1", port: (server.address() as AddressInfo).port, ca };
  });
  afterAll(() => server.close());

  test("is taken when authority and name are right", async () => {
    expect(await askSecurely(known)).toEqual({ status: 200, body: "page" });
    await untilServed(known, "page", 60);
  });

  test("is refused for another name, authority or page, and the error says so", async () => {
    await expect(untilServed({ ...known, name: "b.test" }, "page", 0)).rejects.toThrow("altnames");
    using other = new TestAuthority();
    await expect(untilServed({ ...known, ca: other.root }, "page", 0)).rejects.toThrow("certificate");
    await expect(untilServed(known, "another page", 0)).rejects.toThrow("status 200, 4 bytes");
  });
});
