/**
 * `npm run openapi -w app`: writes app/openapi.json, the description of the whole API, made from the routes' own shapes.
 * The application serves that file, so that no process carries what makes it. With --check it only compares.
 */
import diagnostics from "node:diagnostics_channel";
import { readFile, writeFile } from "node:fs/promises";
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { Redis } from "ioredis";
import { buildApp } from "./api/app.ts";
import { DOCUMENT, describeRoute, PROBLEM_REFERENCE } from "./api/openapi.ts";
import type { Database } from "./shared/database.ts";
import { appVersion, openApiFile } from "./shared/directory.ts";
import { createLogger } from "./shared/log.ts";
import { createMetrics } from "./shared/metrics.ts";

/** Routes are described without being called. */
const nothing = () => Promise.reject(new Error("nothing is asked while the API is described"));
const database: Database = { query: nothing, transaction: nothing, end: async () => {} };

interface Operation {
  responses: object;
}
/** The part of an OpenAPI document that is completed here. */
interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
}

/** @returns the description as it should be, with a line end */
export async function describeApi(): Promise<string> {
  const register = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.register(swagger, { openapi: DOCUMENT, transform: describeRoute });
  };
  diagnostics.subscribe("fastify.initialization", register);
  const building = buildApp({
    tenant: { slug: "none", id: "none" },
    environment: "prod",
    database,
    redis: new Redis({ lazyConnect: true }),
    cache: new Redis({ lazyConnect: true }),
    requestsPerMinute: undefined,
    mediaFolder: "/nowhere",
    expectedMigrations: new Map(),
    log: createLogger("silent", {}),
    metrics: createMetrics({}),
    instance: "none",
    isDraining: () => false,
  });
  diagnostics.unsubscribe("fastify.initialization", register);
  const app = await building;
  await app.ready();
  const document: Description = JSON.parse(JSON.stringify(app.swagger()));
  for (const operation of Object.values(document.paths).flatMap(Object.values<Operation>)) {
    operation.responses = { ...operation.responses, default: PROBLEM_REFERENCE };
  }
  const text = `${JSON.stringify(document, undefined, 1)}\n`;
  await app.close();
  return text;
}

if (import.meta.main) {
  const text = await describeApi();
  if (!process.argv.includes("--check")) await writeFile(openApiFile, text);
  else if ((await readFile(openApiFile, "utf8").catch(() => "")) !== text) {
    process.stderr.write(`${openApiFile} is out of date: run \`npm run openapi -w app\`\n`);
    process.exitCode = 1;
  }
  process.stderr.write(`  · API ${appVersion} described\n`);
}
