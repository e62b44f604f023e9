/** The one table of who may do what with the business. That routes keep to what they declare is access.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "../../../app/shared/roles.ts";
import { type Business, openBusiness } from "../support/business.ts";

let business: Business;
beforeAll(async () => {
  business = await openBusiness({ modules: ["crews"] });
});
afterAll(() => business.close());

const everybody: Role[] = ["owner", "manager", "office", "crew"];
const desk: Role[] = ["owner", "manager", "office"];
const managers: Role[] = ["owner", "manager"];
const owners: Role[] = ["owner"];

const TABLES = [
  "contracts",
  "inventory",
  "warehouses",
  "suppliers",
  "crews",
  "crew-members",
  "vehicles",
  "transactions",
];
const FILES = ["contracts", "inventory", "transactions"];

const POLICY: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(
    TABLES.flatMap((table) => [
      [`GET /api/${table}`, desk],
      [`POST /api/${table}`, desk],
      [`GET /api/${table}/:id`, desk],
      [`PUT /api/${table}/:id`, desk],
      [`DELETE /api/${table}/:id`, managers],
      [`POST /api/${table}/:id/restore`, managers],
    ]),
  ),
  ...Object.fromEntries(
    FILES.flatMap((what) => [
      [`GET /api/exports/${what}`, desk],
      [`POST /api/imports/${what}`, managers],
      [`POST /api/export-jobs/${what}`, desk],
      [`POST /api/import-jobs/${what}`, managers],
    ]),
  ),
  "POST /api/contracts/:id/status": desk,
  "GET /api/inventory/:id/levels": desk,
  "GET /api/inventory/:id/prices": desk,
  "POST /api/inventory/:id/prices": desk,
  "DELETE /api/inventory/:id/prices/:priceId": managers,
  "GET /api/stock-movements": desk,
  "POST /api/stock-movements": desk,
  // Somebody of a crew reads their own schedule, and nothing else (schedule.test.ts).
  "GET /api/schedule": everybody,
  "GET /api/schedule/:id": everybody,
  "POST /api/schedule": desk,
  "PUT /api/schedule/:id": desk,
  "PATCH /api/schedule/:id": desk,
  "DELETE /api/schedule/:id": managers,
  "POST /api/schedule/:id/restore": managers,
  "GET /api/transactions/summary": desk,
  "GET /api/dashboard": desk,
  "GET /api/dashboard/summaries": desk,
  "GET /api/jobs": desk,
  "GET /api/jobs/:id": desk,
  "GET /api/jobs/:id/file": desk,
  "GET /api/settings": desk,
  "PUT /api/settings": managers,
  "GET /api/branding": desk,
  "PUT /api/branding": owners,
  "PUT /api/branding/logo": owners,
  "DELETE /api/branding/logo": owners,
  "GET /api/audit": managers,
  ...Object.fromEntries(
    ["contracts", "transactions"].flatMap((holder) => [
      [`GET /api/${holder}/:id/attachments`, desk],
      [`POST /api/${holder}/:id/attachments`, desk],
    ]),
  ),
  "GET /api/attachments/:id/content": desk,
  "GET /api/attachments/:id/thumbnail": desk,
  "DELETE /api/attachments/:id": managers,
  "POST /api/attachments/:id/restore": managers,
};

/** What is not the business itself: people, signing in, what the tenant looks like, the description of the API. */
const OTHERS = /^\/api\/(auth|users|tenant|docs|openapi)|^\/(healthz|readyz)/;

describe("the roles", () => {
  it("of every route are those of the table, and no route is missing here", () => {
    const served = business.app.routes
      .filter(({ method, url }) => method !== "HEAD" && !OTHERS.test(url))
      .map(({ method, url, roles }) => [`${method} ${url}`, roles]);
    expect(Object.fromEntries(served)).toEqual(POLICY);
  });
});
