import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort } from "../../support/free-port.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { startApp } from "../support/process.ts";

let database: TestDatabase;
let redis: Redis;
/** A database of Redis for this file alone: every worker beats under the same name, and other files have workers, too. */
let redisUrl: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  await database.migrateTenant((await database.provision("one")).document);
  await database.migrateTenant({ ...(await database.provision("two")).document, state: "suspended" });
  redisUrl = `${inject("redisUrl")}/1`;
  redis = new Redis(redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await database.drop();
});

async function start(changes: Record<string, string> = {}) {
  const port = await freePort();
  const running = startApp(["worker"], {
    ENVIRONMENT: "local",
    DATABASE_URL: database.workerUrl,
    REDIS_URL: redisUrl,
    PORT: String(port),
    ...changes,
  });
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: await response.json() };
  };
  await waitFor("the worker", async () => void (await get("/healthz")));
  return { ...running, get, port };
}

describe("the worker process", () => {
  it("leaves a heartbeat in redis that ends 30 s after its last beat, proves it, and exits with 0 on SIGTERM", async () => {
    await redis.del("worker:heartbeat");
    const { child, finished, get, port } = await start();
    await waitFor("the first beat", async () => expect((await get("/readyz")).status).toBe(200));
    const beat = JSON.parse((await redis.get("worker:heartbeat")) ?? "null");
    expect(beat).toEqual({ instance: expect.any(String), at: expect.stringMatching(/Z$/), tenants: 1 });
    expect((await get("/readyz")).body).toEqual({ status: "ready", heartbeat: beat });
    const life = await redis.ttl("worker:heartbeat");
    expect(life).toBeGreaterThan(0);
    expect(life).toBeLessThanOrEqual(30);
    expect((await get("/nope")).status).toBe(404);
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes \d+$/m);
    // The route reads it back from redis: gone there, not ready here. The next beat may come in between.
    await waitFor("no heartbeat", async () => {
      await redis.del("worker:heartbeat");
      expect(await get("/readyz")).toEqual({
        status: 503,
        body: { status: "not ready", reasons: ["no heartbeat in redis"] },
      });
    });
    child.kill("SIGTERM");
    const { code, stderr, stdout } = await finished;
    expect([code, stderr]).toEqual([0, ""]);
    for (const line of stdout.trim().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ process: "worker" });
  });

  it("does not beat when it cannot read the registry, and tells why without the password", async () => {
    await redis.del("worker:heartbeat");
    const { child, finished, get } = await start({
      DATABASE_URL: "postgresql://worker:sentinel@127.0.0.1:1/d",
    });
    await waitFor("the log", async () => expect((await get("/readyz")).status).toBe(503));
    expect(await redis.get("worker:heartbeat")).toBeNull();
    child.kill("SIGTERM");
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(stdout).toContain("a heartbeat failed");
    expect(stdout).not.toContain("sentinel");
  });
});
