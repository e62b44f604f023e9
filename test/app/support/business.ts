import type { TenantDocument } from "../../../app/contract.ts";
import { createTestApp, type TestApp } from "./app.ts";
import type { Client } from "./client.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** A tenant with its application, and an owner who has signed in. */
export interface Business {
  readonly database: TestDatabase;
  readonly app: TestApp;
  readonly owner: Client;
  /** @returns the answer's body, of a request that must answer with this status */
  readonly ask: <Body>(
    status: number,
    method: Method,
    url: string,
    payload?: object,
    as?: Client,
  ) => Promise<Body>;
  readonly close: () => Promise<void>;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** @throws when an answer has another status than `ask` was told */
export async function openBusiness(changes: Partial<TenantDocument> = {}): Promise<Business> {
  const database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision("one", changes);
  const result = await database.migrateTenant(tenant.document);
  if (result.status !== "migrated") throw new Error(`not migrated: ${result.error}`);
  const app = await createTestApp(tenant);
  const owner = await app.signIn("owner");
  async function ask<Body>(status: number, method: Method, url: string, payload?: object, as = owner) {
    const response = await as.inject({ method, url: `/api${url}`, ...(payload ? { payload } : {}) });
    if (response.statusCode !== status) {
      throw new Error(`${method} ${url}: ${response.statusCode} instead of ${status}: ${response.body}`);
    }
    return (response.body === "" ? undefined : response.json()) as Body;
  }
  const close = async () => {
    await app.close();
    await database.drop();
  };
  return { database, app, owner, ask, close };
}
