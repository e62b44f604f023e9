/** The real process: starts from its environment, serves over a socket, and stops without failing a request. */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sessionCookie } from "../../../app/api/auth/cookie.ts";
import { createSessions } from "../../../app/api/auth/sessions.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import { createMember } from "../support/client.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { call } from "../support/http.ts";
import { freePort, type RunningProcess, startApp } from "../support/process.ts";

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
  await waitFor("the api", async () => void (await call(port, "/healthz")), 20);
  return { ...running, port, metricsPort };
}

describe("the api process", () => {
  it("gets ready, serves, logs JSON without secrets, and exits with 0 at once when nobody is connected", async () => {
    const { child, finished, port } = await start();
    expect(await call(port, "/readyz")).toMatchObject({ status: 200, body: '{"status":"ready"}' });
    const created = await call(port, "/api/contracts", {
      method: "POST",
      headers,
      payload: { title: "T", clientName: "C" },
    });
    expect(created.status).toBe(201);
    const started = performance.now();
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await finished;
    expect([code, stderr]).toEqual([0, ""]);
    expect(performance.now() - started).toBeLessThan(1_500);
    for (const line of stdout.trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ process: "api", tenant: "one", level: expect.any(String) });
    }
    expect(stdout).not.toContain(new URL(tenant.url).password);
    await expect(call(port, "/healthz")).rejects.toThrow("ECONNREFUSED");
  });

  it("finishes a request in flight after SIGTERM, and accepts no new connection", async () => {
    const { child, finished, port } = await start();
    // The request waits for a lock that this connection holds.
    const blocker = new pg.Client({ connectionString: database.url("chalan_migrator", "test-migrator") });
    await blocker.connect();
    await blocker.query(
      "begin; set local role chalan_ddl; lock table tenant_one.contracts in access exclusive mode",
    );
    const waiting = call(port, "/api/contracts", { headers });
    await sleep(300);
    child.kill("SIGTERM");
    await sleep(300);
    await expect(call(port, "/healthz")).rejects.toThrow("ECONNREFUSED");
    await blocker.query("commit");
    await blocker.end();
    const answer = await waiting;
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).items).toHaveLength(1);
    expect((await finished).code).toBe(0);
  });

  it("still answers on a kept connection after SIGTERM, once, with Connection: close", async () => {
    const { child, finished, port } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await call(port, "/api/tenant", { agent })).headers.connection).toBe("keep-alive");
    child.kill("SIGTERM");
    await sleep(500);
    const late = await call(port, "/api/tenant", { agent });
    expect([late.status, late.headers.connection]).toEqual([200, "close"]);
    expect((await finished).code).toBe(0);
    agent.destroy();
  });

  it("does not wait for ever for an idle kept connection", async () => {
    const { child, finished, port } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await call(port, "/healthz", { agent });
    const started = performance.now();
    child.kill("SIGTERM");
    expect((await finished).code).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
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
