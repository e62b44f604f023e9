import diagnostics from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";
import type { Role } from "../../../app/shared/roles.ts";

/** A route as the application serves it. */
export interface ServedRoute {
  readonly method: string;
  readonly url: string;
  readonly isPublic: boolean;
  readonly roles: readonly Role[];
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
    fastify.addHook("onRoute", ({ method, url, config }) => {
      for (const one of [method].flat()) {
        routes.push({ method: one, url, isPublic: config?.public === true, roles: config?.roles ?? [] });
      }
    });
  };
  diagnostics.subscribe("fastify.initialization", listen);
  const building = build();
  diagnostics.unsubscribe("fastify.initialization", listen);
  return [await building, routes];
}
