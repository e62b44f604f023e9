/**
 * Ours without sessions and rate limits: the app's own server with the contracts' routes on it, where nobody is asked who they are.
 * Reads the environment of the app's `api`.
 */
import { hostname } from "node:os";
import { createServer } from "../../app/api/app.ts";
import { readWebEnvironment } from "../../app/api/env.ts";
import { requireActiveTenant } from "../../app/api/plugins/access.ts";
import { useEntityTags } from "../../app/api/plugins/entity-tag.ts";
import { contractsRepository } from "../../app/api/repositories/contracts.ts";
import { tenantRepository } from "../../app/api/repositories/tenant.ts";
import { contractRoutes } from "../../app/api/routes/contracts.ts";
import { openDatabase } from "../../app/shared/database.ts";
import { createLogger } from "../../app/shared/log.ts";
import { createMetrics } from "../../app/shared/metrics.ts";
import { connectCache, connectRedis } from "../../app/shared/redis.ts";

const environment = readWebEnvironment();
const { TENANT_SLUG: slug, TENANT_ID: id, DATABASE_URL, DATABASE_POOL_MAX, MEDIA_FOLDER } = environment;
const log = createLogger(environment.LOG_LEVEL, { process: "api", tenant: slug });
const database = openDatabase(DATABASE_URL, DATABASE_POOL_MAX, "web", log);
const app = createServer({
  tenant: { slug, id },
  environment: environment.ENVIRONMENT,
  database,
  redis: connectRedis(environment.REDIS_URL, log),
  cache: connectCache(environment.REDIS_CACHE_URL, log),
  requestsPerMinute: undefined,
  mediaFolder: MEDIA_FOLDER,
  expectedMigrations: new Map(),
  log,
  metrics: createMetrics({ tenant: slug }),
  instance: hostname(),
  isDraining: () => false,
});
await app.register(
  async (api) => {
    requireActiveTenant(api, tenantRepository(database));
    useEntityTags(api);
    await api.register(contractRoutes(contractsRepository(database)));
  },
  { prefix: "/api" },
);
await app.listen({ host: "0.0.0.0", port: environment.PORT });
