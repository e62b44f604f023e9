import diagnostics from "node:diagnostics_channel";
import type { FastifyInstance, FastifySchema } from "fastify";
import type { Role } from "../../../app/shared/roles.ts";

/** A route as the application serves it. */
export interface ServedRoute {
  readonly method: string;
  readonly url: string;
  readonly isPublic: boolean;
  readonly roles: readonly Role[];
  readonly schema: FastifySchema;
}

/**
 * Watches an application while it is built.
 *
 * @param build calls `fastify` before its first await
 * @returns what was built, and every route of it; nothing can be served and not be seen here
 */
export async function watchRoutes<T>(build: () => Promise<T>): Promise<readonly [T, readonly ServedRoute[]]> {
  const routes: ServedRoute[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook("onRoute", ({ method, url, config, schema = {} }) => {
      const access = { isPublic: config?.public === true, roles: config?.roles ?? [] };
      routes.push(...[method].flat().map((one) => ({ method: one, url, schema, ...access })));
    });
  };
  diagnostics.subscribe("fastify.initialization", listen);
  const building = build();
  diagnostics.unsubscribe("fastify.initialization", listen);
  return [await building, routes];
}
