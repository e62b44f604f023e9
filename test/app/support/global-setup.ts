import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { docker, startContainer, temporaryName, waitFor } from "./containers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser's connection string of a PostgreSQL 15 that tests may do anything with. */
    databaseUrl: string;
    redisUrl: string;
    /** Name of a container on the host's network that has psql. */
    psqlContainer: string;
    /** Where the first test file that needs the built front puts it. */
    frontFolder: string;
  }
}

const PASSWORD = "test-superuser";
const POSTGRES = "postgres:15.19-alpine";

async function postgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const container = await startContainer({
    image: POSTGRES,
    port: 5432,
    options: ["--env", `POSTGRES_PASSWORD=${PASSWORD}`, "--tmpfs", "/var/lib/postgresql/data"],
    // Tests make many schemas, and nothing has to survive a crash.
    command: [
      "postgres",
      "-c",
      "fsync=off",
      "-c",
      "max_locks_per_transaction=512",
      "-c",
      "max_connections=100",
    ],
  });
  return {
    url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${container.port}/postgres`,
    stop: container.stop,
  };
}

/** One for all databases of a run: a container for each would keep the engine busy with coming and going. */
async function psql(): Promise<{ name: string; stop: () => Promise<void> }> {
  const name = temporaryName("psql");
  const options = ["--detach", "--rm", "--init", "--network", "host", "--label", "chalan.test=app"];
  await docker("run", ...options, "--name", name, "--entrypoint", "sleep", POSTGRES, "infinity");
  return { name, stop: async () => void (await docker("rm", "--force", "--volumes", name)) };
}

async function redis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const container = await startContainer({
    image: "redis:7.4.11-alpine",
    port: 6379,
    options: ["--tmpfs", "/data"],
    command: ["redis-server", "--save", ""],
  });
  return { url: `redis://127.0.0.1:${container.port}`, stop: container.stop };
}

/**
 * Gives the app's tests a real PostgreSQL and a real Redis: those of TEST_DATABASE_URL and TEST_REDIS_URL, else
 * containers of its own that are removed afterwards. Fails when neither can be had: the tests are never skipped.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const nothing = async () => {};
  const [database, cache, terminal] = await Promise.all([
    TEST_DATABASE_URL ? { url: TEST_DATABASE_URL, stop: nothing } : postgres(),
    TEST_REDIS_URL ? { url: TEST_REDIS_URL, stop: nothing } : redis(),
    psql(),
  ]);
  const frontFolder = await mkdtemp(join(tmpdir(), "tmp-app-test-front-"));
  const stop = async () => {
    await rm(frontFolder, { recursive: true });
    // One after the other: containers that leave a network at the same moment can lock Docker 20.10 up (components/scripts/migrate).
    for (const part of [terminal, cache, database]) await part.stop();
  };
  try {
    await waitFor("PostgreSQL", async () => {
      const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 10_000 });
      client.on("error", () => {});
      await client.connect();
      await client.query("select 1").finally(() => client.end());
    });
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("databaseUrl", database.url);
  project.provide("redisUrl", cache.url);
  project.provide("psqlContainer", terminal.name);
  project.provide("frontFolder", frontFolder);
  return stop;
}
