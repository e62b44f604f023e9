/** The real process: starts from its environment, serves over a socket, and stops without failing a request. */
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sessionCookie } from "../../../app/api/auth/cookie.ts";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { freePort } from "../../support/free-port.ts";
import { createMember } from "../support/client.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { call } from "../support/http.ts";
import { type RunningProcess, startApp } from "../support/process.ts";

let database: TestDatabase;
let tenant: TestTenant;
/** Of a manager who has signed in; every process finds the session in Redis. */
let headers: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
  const { userId } = await createMember(database.name, tenant.document.id, "manager");
  const redis = new Redis(inject("redisUrl"));
  headers = {
    cookie: sessionCookie(
      await createSessions(redis, tenant.document.slug).start({ userId, userEpoch: 0, tenantEpoch: 0 }),
    ),
    ...OWN_HEADER,
  };
  redis.disconnect();
});
afterAll(() => database.drop());

function webEnvironment(): Record<string, string> {
  const { slug, id, schema } = tenant.document;
  return {
    TENANT_SLUG: slug,
    TENANT_ID: id,
    TENANT_SCHEMA: schema,
    TENANT_MODE: "schema",
    ENVIRONMENT: "local",
    DATABASE_URL: tenant.url,
    REDIS_URL: inject("redisUrl"),
    REDIS_CACHE_URL: inject("redisUrl"),
  };
}

async function start(
  changes: Record<string, string> = {},
): Promise<RunningProcess & { port: number; metricsPort: number }> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const running = startApp(["api"], {
    ...webEnvironment(),
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    ...changes,
  });
  await waitFor("the api", async () => void (await call(port, "/healthz")));
  return { ...running, port, metricsPort };
}

/** Waits until it takes no more connections: it has got the signal. */
const refused = (port: number) =>
  waitFor("the signal", () => expect(call(port, "/healthz")).rejects.toThrow("ECONNREFUSED"));

describe("the api process", () => {
  it("gets ready, serves, logs JSON without secrets, and exits with 0 when nobody is connected", async () => {
    const { child, finished, port } = await start();
    expect(await call(port, "/readyz")).toMatchObject({ status: 200, body: '{"status":"ready"}' });
    const created = await call(port, "/api/contracts", {
      method: "POST",
      headers,
      payload: { title: "T", clientName: "C" },
    });
    expect(created.status).toBe(201);
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await finished;
    expect([code, stderr]).toEqual([0, ""]);
    for (const line of stdout.trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ process: "api", tenant: "one", level: expect.any(String) });
    }
    expect(stdout).not.toContain(new URL(tenant.url).password);
    await expect(call(port, "/healthz")).rejects.toThrow("ECONNREFUSED");
  });

  it("finishes a request in flight after SIGTERM, and accepts no new connection", async () => {
    const { child, finished, port } = await start();
    const body = JSON.stringify({ title: "In flight", clientName: "C" });
    const length = { "content-type": "application/json", "content-length": body.length };
    const place = { port, host: "127.0.0.1", path: "/api/contracts", method: "POST", agent: false };
    const sending = request({ ...place, headers: { ...headers, ...length, expect: "100-continue" } });
    const answered = once(sending, "response");
    const begun = once(sending, "continue");
    sending.flushHeaders();
    await begun;
    child.kill("SIGTERM");
    await refused(port);
    sending.end(body);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(201);
    answer.resume();
    expect((await finished).code).toBe(0);
  });

  it("still answers a request that is on its way over a kept connection at SIGTERM, with Connection: close", async () => {
    const { child, finished, port } = await start();
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    const answer = once(socket, "data");
    socket.write("GET /api/tenant HTTP/1.1\r\nHost: one.localhost\r\n\r\nGET /api/tenant HTTP/1.1\r\n");
    expect(String(await answer)).toMatch(/^HTTP\/1\.1 200 .*^connection: keep-alive\r$/ims);
    child.kill("SIGTERM");
    await refused(port);
    const late = once(socket, "data");
    socket.write("Host: one.localhost\r\n\r\n");
    expect(String(await late)).toMatch(/^HTTP\/1\.1 200 .*^connection: close\r$/ims);
    expect((await finished).code).toBe(0);
  });

  it("does not wait for ever for an idle kept connection", async () => {
    const { child, finished, port } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await call(port, "/healthz", { agent });
    child.kill("SIGTERM");
    expect((await finished).code).toBe(0);
    agent.destroy();
  });

  it("starts without its database and redis, says so, and is not ready", async () => {
    const { child, finished, port } = await start({
      DATABASE_URL: "postgresql://u:sentinel@127.0.0.1:1/d",
      REDIS_URL: "redis://u:sentinel@127.0.0.1:1",
    });
    const { status, body } = await call(port, "/readyz");
    expect(status).toBe(503);
    expect(JSON.parse(body).reasons).toEqual([
      "the tenant's schema is not reachable",
      "redis is not reachable",
    ]);
    expect((await call(port, "/api/tenant")).status).toBe(503);
    child.kill("SIGTERM");
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(stdout).toContain("redis is not reachable");
    expect(stdout).not.toContain("sentinel");
  });

  it("shows its metrics on a port of their own, and nothing else there", async () => {
    const { child, finished, port, metricsPort } = await start();
    await call(port, "/api/tenant");
    await call(port, "/api/contracts");
    const { status, headers, body } = await call(metricsPort, "/metrics");
    expect([status, headers["content-type"]]).toEqual([200, expect.stringContaining("text/plain")]);
    expect(body).toContain('http_requests_total{status="2xx",tenant="one"} 1');
    expect(body).toContain('http_requests_total{status="4xx",tenant="one"} 1');
    expect(body).toContain('http_request_duration_seconds_count{tenant="one"} 2');
    expect(body).toMatch(/process_resident_memory_bytes\{tenant="one"\} [1-9]\d{6,}/);
    expect(body.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length).toBeLessThan(25);
    expect((await call(metricsPort, "/api/tenant")).status).toBe(404);
    expect((await call(port, "/metrics")).status).toBe(404);
    child.kill("SIGTERM");
    expect((await finished).code).toBe(0);
  });

  it("says what is wrong with its environment and exits with 2", async () => {
    const { code, stdout, stderr } = await startApp(["api"], { TENANT_SLUG: "one" }).finished;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("The environment of `api` is not usable");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("says that the port is taken and ends", async () => {
    const { child, finished, port } = await start();
    const second = startApp(["api"], { ...webEnvironment(), PORT: String(port) });
    const { code, stderr } = await second.finished;
    expect(code).toBe(1);
    expect(stderr).toContain("EADDRINUSE");
    child.kill("SIGTERM");
    await finished;
  });
});
