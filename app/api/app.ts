import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from "fastify";
import { redisCacheStore } from "../shared/cache-store.ts";
import { createQueryCache } from "../shared/query-cache.ts";
import { composeAuth } from "./auth/compose.ts";
import type { Dependencies } from "./dependencies.ts";
import { mediaStore } from "./media.ts";
import { requireActiveTenant, useAccess } from "./plugins/access.ts";
import { useEntityTags } from "./plugins/entity-tag.ts";
import { useIdempotency } from "./plugins/idempotency.ts";
import { sendProblem, useProblems } from "./plugins/problems.ts";
import { requestId, useRequestContext } from "./plugins/request-context.ts";
import { useSerialization } from "./plugins/serialization.ts";
import { useTimeLimit } from "./plugins/time-limit.ts";
import { useValidation } from "./plugins/validation.ts";
import { tenantRepository } from "./repositories/tenant.ts";
import { accountRoutes } from "./routes/account.ts";
import { authRoutes } from "./routes/auth.ts";
import { docsRoutes } from "./routes/docs.ts";
import { domainRoutes } from "./routes/domain.ts";
import { healthRoutes } from "./routes/health.ts";
import { tenantRoutes } from "./routes/tenant.ts";
import { userRoutes } from "./routes/users.ts";

/** Just above the database's time-outs. */
const ANSWER_MILLISECONDS = 25_000;

/** What holds for every request, whatever its route: limits, time-outs, validation, failures as problems, headers and logs. */
export function createServer(dependencies: Dependencies): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: dependencies.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "request" }),
    genReqId: requestId,
    bodyLimit: 256 * 1024,
    // The tenant's nginx is the only way in, and it names the client.
    trustProxy: (_address, hop) => hop === 0,
    // A whole request has to arrive within this time.
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    // While stopping, requests on open connections are still answered (shared/drain.ts).
    return503OnClosing: false,
    // A URL that cannot be decoded never gets to the error handler.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  });
  app.removeContentTypeParser("text/plain");
  useValidation(app);
  useSerialization(app);
  useProblems(app);
  useRequestContext(app, dependencies);
  useTimeLimit(app, ANSWER_MILLISECONDS);
  return app;
}

/**
 * Builds the tenant's application: no port, no environment.
 *
 * @param dependencies what the process has opened; the caller closes it after the application
 */
export async function buildApp(dependencies: Dependencies): Promise<FastifyInstance> {
  const app = createServer(dependencies);
  const { database } = dependencies;
  const tenants = tenantRepository(database);
  const media = mediaStore(dependencies.mediaFolder);
  const cache = createQueryCache(redisCacheStore(dependencies.cache, dependencies.tenant.slug));
  const auth = composeAuth(dependencies, tenants);
  healthRoutes(app, dependencies, tenants);
  await app.register(
    async (api) => {
      requireActiveTenant(api, tenants);
      useAccess(api, auth);
      useIdempotency(api, dependencies.redis, dependencies.tenant.slug);
      useEntityTags(api);
      await api.register(docsRoutes);
      await api.register(tenantRoutes(tenants, media));
      await api.register(authRoutes(auth));
      await api.register(accountRoutes(auth));
      await api.register(userRoutes(auth));
      await api.register(domainRoutes(database, tenants, media, cache));
    },
    { prefix: "/api" },
  );
  return app;
}
