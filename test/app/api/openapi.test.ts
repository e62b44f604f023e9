/** The API's description: as a file, as an answer, and against the routes that are really served. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writerOf } from "../../../app/api/plugins/serialization.ts";
import { describeApi } from "../../../app/openapi.ts";
import { openApiFile } from "../../../app/shared/directory.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

interface Operation {
  readonly security: readonly object[];
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
}

let database: TestDatabase;
let one: TestApp;
let paths: Record<string, Record<string, Operation>>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
  one = await createTestApp(tenant);
  paths = JSON.parse(await readFile(openApiFile, "utf8")).paths;
});
afterAll(async () => {
  await one.close();
  await database.drop();
});

const served = () => one.routes.filter(({ method, url }) => url.startsWith("/api/") && method !== "HEAD");
const operationOf = ({ method, url }: { method: string; url: string }) =>
  paths[url.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];

describe("the API's description", () => {
  it("is up to date (else: npm run openapi -w app)", async () => {
    expect((await readFile(openApiFile, "utf8")) === (await describeApi())).toBe(true);
  });
  it("is what /api/docs answers", async () => {
    const response = await one.app.inject("/api/docs");
    expect([response.statusCode, response.headers["content-type"]]).toEqual([200, "application/json"]);
    expect(response.json().info).toMatchObject({ title: "ChalanPro" });
    expect(response.body).toBe(await readFile(openApiFile, "utf8"));
  });
  it.each([
    ["a browser at the site", "phoenix.example.com", "text/html,*/*;q=0.8", 303],
    ["a program", "phoenix.example.com", "*/*", 200],
    ["a browser at a name of the API, where there is no front", "api.phoenix.example.com", "text/html", 200],
  ])("is a page for %s only", async (_who, host, accept, status) => {
    const response = await one.app.inject({ url: "/api/docs", headers: { host, accept } });
    expect(response.statusCode).toBe(status);
    expect(response.headers.vary).toBe("accept");
    expect(response.headers.location).toBe(status === 303 ? "/api-docs" : undefined);
  });
  it("has every route that is served, and no other", () => {
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
    );
    expect(described.sort()).toEqual(
      served()
        .map(({ method, url }) => `${method} ${url}`)
        .sort(),
    );
  });
  it("has shapes that requests can be checked and answers be written by: the application makes of them what is asked for only", () => {
    for (const { method, url, schema } of one.routes) {
      for (const httpPart of ["body", "querystring", "params"] as const) {
        const shape = schema[httpPart];
        const check = () => one.app.validatorCompiler?.({ schema: shape, method, url, httpPart })({});
        if (shape !== undefined) expect(check, `${method} ${url} ${httpPart}`).not.toThrow();
      }
      for (const [status, shape] of Object.entries(schema.response ?? {})) {
        expect(() => writerOf(shape as object), `${method} ${url} ${status}`).not.toThrow();
      }
    }
  });
  it("demands nothing that has a default", () => {
    const parameters = Object.values(paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap((operation) => operation.parameters ?? []);
    const withDefault = parameters.filter(({ schema }) => "default" in schema);
    expect(withDefault.length).toBeGreaterThan(0);
    expect(withDefault.filter(({ required }) => required)).toEqual([]);
  });
  it("says of every route who may use it, what it needs to change something, and how it fails", () => {
    for (const route of served()) {
      const operation = operationOf(route);
      expect([route.url, operation?.security.length]).toEqual([route.url, route.isPublic ? 0 : 1]);
      const required =
        operation?.parameters?.filter(({ in: place, required }) => place === "header" && required) ?? [];
      expect(required.map(({ name }) => name)).toEqual(route.method === "GET" ? [] : ["x-requested-with"]);
      expect(operation?.responses).toHaveProperty("default");
    }
  });
});
