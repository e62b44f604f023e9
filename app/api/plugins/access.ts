import type { FastifyInstance, onRequestAsyncHookHandler, RouteOptions } from "fastify";
import type { Role } from "../../shared/roles.ts";
import type { Identity } from "../../shared/users.ts";
import { forbidden, tenantClosed, unauthenticated } from "../problem.ts";
import { languageOf } from "../problem-texts.ts";
import type { TenantRepository, TenantRow } from "../repositories/tenant.ts";
import { requireSameSite } from "./same-site.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may use the route. Every route under /api says this, or `public`. */
    roles?: readonly Role[];
    /** The route is open to everybody, signed in or not. */
    public?: true;
  }
  interface FastifyRequest {
    /** The tenant as it is now. */
    tenant: TenantRow;
    /** Who is asking. @throws unauthenticated, on a public route that nobody has signed in for */
    readonly identity: Identity;
    /** Who is asking, where that may be nobody. */
    visitor: Identity | undefined;
  }
}

/** Refuses requests of a tenant that is not active (suspended, archived, or not yet set up). */
export function requireActiveTenant(api: FastifyInstance, tenants: TenantRepository): void {
  api.decorateRequest("tenant");
  api.addHook("onRequest", async (request) => {
    const tenant = await tenants.current();
    request.language = languageOf(tenant?.locale ?? "en");
    if (tenant?.state !== "active") throw tenantClosed(tenant?.state ?? "not set up");
    request.tenant = tenant;
  });
}

/** @throws at start-up: a route that nobody has thought about must not be served */
function requireDeclaration({ method, url, config }: RouteOptions): void {
  const declarations = [config?.roles !== undefined && config.roles.length > 0, config?.public === true];
  if (declarations.filter(Boolean).length === 1) return;
  throw new Error(`${String(method)} ${url}: say who may use it: config { roles: […] } or { public: true }`);
}

/** What is asked of every request before its route is: in this order. */
export interface AccessHooks {
  /** Reads from a request who is asking, and refuses what is too much of a person. */
  readonly identify: onRequestAsyncHookHandler;
  /** Refuses what is too much of everybody else. */
  readonly limit: onRequestAsyncHookHandler;
}

/** Checks on every route of `api`, present and later ones, that the caller may use it. */
export function useAccess(api: FastifyInstance, { identify, limit }: AccessHooks): void {
  api.decorateRequest("visitor", undefined);
  api.decorateRequest("identity", {
    getter() {
      if (this.visitor === undefined) throw unauthenticated();
      return this.visitor;
    },
  });
  api.addHook("onRoute", requireDeclaration);
  api.addHook("onRequest", identify);
  api.addHook("onRequest", limit);
  api.addHook("onRequest", (request, _reply, done) => {
    const { config } = request.routeOptions;
    // Reading `identity` refuses those who have not signed in.
    if (config.public !== true && config.roles?.includes(request.identity.role) !== true) throw forbidden();
    done();
  });
  api.addHook("onRequest", requireSameSite);
}
