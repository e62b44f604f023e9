import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Load } from "../../bench/lib/load.ts";
import { RemoteLoad } from "../../bench/lib/remote-load.ts";

const folder = mkdtempSync(join(tmpdir(), "chalan-load-"));
const file = (name: string) => join(folder, name);
let server: Server;
let port: number;
let asked = 0;

beforeAll(async () => {
  const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test";
  const names = ["-addext", "subjectAltName=DNS:a.localhost"];
  const files = ["-keyout", file("key.pem"), "-out", file("ca.pem")];
  execFileSync("openssl", [...words.split(" "), ...names, ...files], { stdio: "ignore" });
  server = createServer({ key: readFileSync(file("key.pem")), cert: readFileSync(file("ca.pem")) });
  server.on("request", (request, response) => {
    asked += 1;
    if (request.url === "/cut") return void request.socket.destroy();
    response.statusCode = request.method === "POST" ? 201 : 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

test("sends at its rate, over kept and new connections, and tells good answers from others", async () => {
  const url = (path: string) => `https://a.localhost:${port}${path}`;
  const started = performance.now();
  const load = new Load({
    rate: 50,
    ca: readFileSync(file("ca.pem"), "utf8"),
    mix: [
      { method: "GET", url: url("/"), status: 200 },
      { method: "POST", url: url("/"), body: "x", status: 201 },
      { method: "GET", url: url("/missing"), status: 404 },
      { method: "GET", url: url("/cut"), status: 200 },
    ],
  });
  await expect.poll(() => load.outcomes.length).toBeGreaterThan(60);
  const outcomes = await load.stop();

  const seconds = (performance.now() - started) / 1000;
  expect(outcomes.length).toBeLessThanOrEqual(50 * seconds);
  const kinds = new Set(outcomes.map(({ method, failure }) => `${method} ${failure ?? "good"}`));
  expect([...kinds].sort()).toEqual(["GET good", "GET socket hang up", "GET status 200", "POST good"]);
  for (const reused of [true, false])
    expect(outcomes.some((outcome) => outcome.reused === reused)).toBe(true);
  expect(new Set(outcomes.filter(({ reused }) => reused).map(({ method }) => method)).size).toBe(2);
});

test("from a process of its own, tells the same by this process's clock", async () => {
  const mix = [{ method: "GET", url: `https://a.localhost:${port}/`, status: 200 }] as const;
  const [started, before] = [performance.now(), asked];
  await using load = new RemoteLoad({ rate: 50, ca: readFileSync(file("ca.pem"), "utf8"), mix });
  await expect.poll(() => asked).toBeGreaterThan(before + 20);
  const { outcomes, processorSeconds } = await load.stop();

  expect(outcomes.length).toBeGreaterThan(20);
  expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
  for (const { due } of outcomes) {
    expect(due).toBeGreaterThan(started);
    expect(due).toBeLessThan(performance.now());
  }
  expect(processorSeconds).toBeGreaterThan(0);
});

test("from a process of its own, tells all of a long load, which does not fit into a pipe at once", async () => {
  const host = `${`${"a".repeat(60)}.`.repeat(4)}localhost`;
  let refused = 0;
  const closed = createTcpServer((socket) => {
    refused += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const url = `https://${host}:${(closed.address() as AddressInfo).port}/`;
  const mix = [{ method: "GET", url, status: 200 }] as const;
  await using load = new RemoteLoad({ rate: 2000, ca: readFileSync(file("ca.pem"), "utf8"), mix });
  await expect.poll(() => refused).toBeGreaterThan(2500);
  const { outcomes } = await load.stop();
  closed.close();

  expect(outcomes.length).toBeGreaterThanOrEqual(2500);
  expect(outcomes.every((outcome) => outcome.host === host && outcome.failure !== undefined)).toBe(true);
});

test("a load whose process has died is no endless wait", async () => {
  const mix = [{ method: "GET", url: `https://a.localhost:${port}/`, status: 200 }] as const;
  const load = new RemoteLoad({ rate: 1, ca: readFileSync(file("ca.pem"), "utf8"), mix });
  await load[Symbol.asyncDispose]();
  await expect(load.stop()).rejects.toThrow("the load ended without a report");
});
