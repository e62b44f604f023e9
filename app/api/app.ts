import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from "fastify";
import { identifyBySession } from "./auth/identify.ts";
import { createSessions } from "./auth/sessions.ts";
import type { Dependencies } from "./dependencies.ts";
import { requireActiveTenant, useAccess } from "./plugins/access.ts";
import { sendProblem, useProblems } from "./plugins/problems.ts";
import { requestId, useRequestContext } from "./plugins/request-context.ts";
import { useValidation } from "./plugins/validation.ts";
import { contractsRepository } from "./repositories/contracts.ts";
import { tenantRepository } from "./repositories/tenant.ts";
import { usersRepository } from "./repositories/users.ts";
import { contractRoutes } from "./routes/contracts.ts";
import { healthRoutes } from "./routes/health.ts";
import { tenantRoutes } from "./routes/tenant.ts";

/**
 * Builds the tenant's application: no port, no environment.
 *
 * @param dependencies what the process has opened; the caller closes it after the application
 */
export async function buildApp(dependencies: Dependencies): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: dependencies.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "request" }),
    genReqId: requestId,
    bodyLimit: 256 * 1024,
    // A whole request has to arrive within this time, and its answer begin within the other one, which is just above
    // the database's time-outs.
    requestTimeout: 15_000,
    handlerTimeout: 25_000,
    keepAliveTimeout: 65_000,
    // While stopping, requests on open connections are still answered (shared/drain.ts).
    return503OnClosing: false,
    // A URL that cannot be decoded never gets to the error handler.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  });
  app.removeContentTypeParser("text/plain");
  useValidation(app);
  useProblems(app);
  useRequestContext(app, dependencies);

  const { database, redis, tenant } = dependencies;
  const tenants = tenantRepository(database);
  const sessions = createSessions(redis, tenant.slug);
  healthRoutes(app, dependencies, tenants);
  await app.register(
    async (api) => {
      api.addHook("onRequest", requireActiveTenant(tenants));
      useAccess(api, identifyBySession(sessions, usersRepository(database)));
      await api.register(tenantRoutes(tenants));
      await api.register(contractRoutes(contractsRepository(database)));
    },
    { prefix: "/api" },
  );
  return app;
}
