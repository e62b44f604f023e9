import { beforeAll, expect, test } from "vitest";
import { migrateEnvironment, tenantDocument, webEnvironment, workerEnvironment } from "../../app/contract.ts";
import { type Recording, secretValue, types } from "../support/mocks.ts";
import { recordProgram } from "../support/program.ts";

/** The containers' environment is what the app says it needs: no key missing, none that the app does not know. */
let recording: Recording;

function environmentOf(container: string): Record<string, string> {
  const lines = secretValue(recording.find(types.container, container).inputs.envs) as string[];
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

beforeAll(async () => {
  recording = await recordProgram("local");
});

test("web gets what it needs, and its secrets are secret", () => {
  const environment = environmentOf("chalan-phoenix-web");
  expect(() => webEnvironment.parse(environment)).not.toThrow();
  expect(Object.keys(environment).filter((key) => !(key in webEnvironment.shape))).toEqual([]);
  expect(environment).toMatchObject({
    TENANT_SLUG: "phoenix",
    TENANT_SCHEMA: "tenant_phoenix",
    TENANT_ID: "phoenix_001",
    DATABASE_URL: expect.stringMatching(
      /^postgresql:\/\/tenant_phoenix_app_1:[\w-]{32}@db:5432\/chalan_tenant_db\?options=-c%20role%3Dtenant_phoenix_app$/,
    ),
    REDIS_URL: expect.stringMatching(/^redis:\/\/phoenix\.1:[\w-]{32}@redis-core:6379$/),
    REDIS_CACHE_URL: expect.stringMatching(/^redis:\/\/phoenix\.1:[\w-]{32}@redis-cache:6379$/),
  });
});

test("the worker gets what it needs", () => {
  const environment = environmentOf("worker");
  expect(() => workerEnvironment.parse(environment)).not.toThrow();
  expect(Object.keys(environment).filter((key) => !(key in workerEnvironment.shape))).toEqual([]);
});

test("a tenant's migration gets the migrator's login and the tenant as the app reads it", () => {
  const { inputs } = recording.find(types.command, "tenant-phoenix-database-migrate");
  const { TENANT } = migrateEnvironment.parse(secretValue(inputs.environment));
  expect(tenantDocument.parse(JSON.parse(TENANT ?? ""))).toMatchObject({
    slug: "phoenix",
    role: "tenant_phoenix_app",
    schema: "tenant_phoenix",
    modules: ["crews"],
  });
});
