import { once } from "node:events";
import { hostname } from "node:os";
import { readMigrations } from "../migrate/files.ts";
import { openDatabase } from "../shared/database.ts";
import { migrationsDirectory } from "../shared/directory.ts";
import { drain, stopOnSignal } from "../shared/drain.ts";
import { createLogger } from "../shared/log.ts";
import { createMetrics, metricsServer } from "../shared/metrics.ts";
import { connectCache, connectRedis } from "../shared/redis.ts";
import { buildApp } from "./app.ts";
import type { ExpectedMigrations } from "./dependencies.ts";
import { readWebEnvironment } from "./env.ts";
import { mediaStore } from "./media.ts";
import { createMediaSweep } from "./media-sweep.ts";
import { filesRepository } from "./repositories/files.ts";

async function readExpectedMigrations(): Promise<ExpectedMigrations> {
  const { modules } = await readMigrations(migrationsDirectory);
  const withoutText = [...modules].map(
    ([module, files]) =>
      [module, files.map(({ name, version, checksum }) => ({ name, version, checksum }))] as const,
  );
  return new Map(withoutText);
}

/**
 * The `api` process: opens everything, listens, and stops gracefully on SIGTERM.
 *
 * @throws UserError on a bad environment
 */
export async function runApi(): Promise<undefined> {
  const environment = readWebEnvironment();
  const { TENANT_SLUG: slug, TENANT_ID: id } = environment;
  const log = createLogger(environment.LOG_LEVEL, { process: "api", tenant: slug });
  const database = openDatabase(environment.DATABASE_URL, environment.DATABASE_POOL_MAX, "web", log);
  const redis = connectRedis(environment.REDIS_URL, log);
  const cache = connectCache(environment.REDIS_CACHE_URL, log);
  const metrics = createMetrics({ tenant: slug });
  const metricsListener = metricsServer(metrics);
  const sweep = createMediaSweep(filesRepository(database), mediaStore(environment.MEDIA_FOLDER), log);
  let draining = false;
  const app = await buildApp({
    tenant: { slug, id },
    environment: environment.ENVIRONMENT,
    database,
    redis,
    cache,
    requestsPerMinute: environment.REQUESTS_PER_MINUTE,
    mediaFolder: environment.MEDIA_FOLDER,
    expectedMigrations: await readExpectedMigrations(),
    log,
    metrics,
    instance: hostname(),
    isDraining: () => draining,
  });
  const sweeping = sweep.run();
  stopOnSignal(
    async () => {
      draining = true;
      sweep.stop();
      log.info("stopping");
      await drain(app.server);
      await app.close();
      metricsListener.close();
      metricsListener.closeAllConnections();
      redis.disconnect();
      cache.disconnect();
      await sweeping;
      await database.end();
      log.info("stopped");
    },
    (error) => log.error({ err: error }, "stopping failed"),
  );
  await app.listen({ host: "0.0.0.0", port: environment.PORT });
  metricsListener.listen(environment.METRICS_PORT, "0.0.0.0");
  await once(metricsListener, "listening");
}
