/** Failures in the tenant's language. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languageOf, SPANISH_TITLES, translateProblem } from "../../../app/api/problem-texts.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let app: TestApp;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const { document, ...tenant } = await database.provision("uno");
  const spanish = { ...document, settings: { ...document.settings, locale: "es-MX" } };
  await database.migrateTenant(spanish);
  app = await createTestApp({ ...tenant, document: spanish });
  owner = await app.signIn("owner");
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

/** Every type that the sources name. */
function typesInSources(): string[] {
  const folder = join(import.meta.dirname, "../../../app/api");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const patterns = [
    /\btype\("([a-z-]+)"\)/g,
    /urn:chalan:problem:([a-z-]+)/g,
    /\btype: "([a-z-]+)", title:/g,
    /\brefused\("([a-z-]+)"/g,
  ];
  return [
    ...new Set(
      sources.flatMap((source) =>
        patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name = ""]) => name)),
      ),
    ),
  ];
}

describe("failures of a Spanish tenant", () => {
  it("have a Spanish title for every type that there is, and for no other", () => {
    expect(typesInSources().length).toBeGreaterThan(20);
    expect(typesInSources().sort()).toEqual(Object.keys(SPANISH_TITLES).sort());
  });
  it("are told in Spanish from the first check on", async () => {
    const response = await app.app.inject("/api/users");
    expect(response.json()).toMatchObject({
      type: "urn:chalan:problem:unauthenticated",
      title: "Inicia sesión primero",
    });
  });
  it("say in Spanish what is wrong with which field", async () => {
    const response = await owner.inject({
      method: "POST",
      url: "/api/users",
      payload: { email: "x", name: "N", role: "crew" },
    });
    expect(response.json()).toMatchObject({
      title: "La petición no es válida",
      errors: [{ path: "body/email", message: 'debe coincidir con el formato "email"' }],
    });
  });
  it("keep numbers in their details", () => {
    const problem = {
      type: "urn:chalan:problem:too-many-requests",
      title: "x",
      status: 429,
      detail: "Try again in 17 s",
    };
    expect(translateProblem("es", problem)).toEqual({
      ...problem,
      title: "Demasiadas peticiones",
      detail: "Inténtalo de nuevo en 17 s",
    });
    expect(translateProblem("en", problem)).toBe(problem);
  });
  it.each([
    ["es", "es"],
    ["es-MX", "es"],
    ["ES_ar", "es"],
    ["en-US", "en"],
    ["pt-BR", "en"],
    ["", "en"],
  ])("locale %j is %s", (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
