import { hostname } from "node:os";
import { openDatabase } from "../shared/database.ts";
import { drain, stopOnSignal } from "../shared/drain.ts";
import { createLogger } from "../shared/log.ts";
import { createMetrics } from "../shared/metrics.ts";
import { connectRedis } from "../shared/redis.ts";
import { createCleanup } from "./cleanup.ts";
import { readWorkerEnvironment } from "./env.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { workerServer } from "./http.ts";

/**
 * The `worker` process: beats, cleans up, answers health checks, and stops gracefully on SIGTERM.
 *
 * @throws UserError on a bad environment
 */
export async function runWorker(): Promise<undefined> {
  const environment = readWorkerEnvironment();
  const log = createLogger(environment.LOG_LEVEL, { process: "worker" });
  const database = openDatabase(environment.DATABASE_URL, 2, "worker", log);
  const redis = connectRedis(environment.REDIS_URL, log);
  const heartbeat = createHeartbeat(redis, database, hostname(), log);
  let draining = false;
  const server = workerServer({
    isDraining: () => draining,
    readBeat: heartbeat.read,
    metrics: createMetrics({}),
  });
  const cleanup = createCleanup(database, log);
  const running = Promise.all([heartbeat.run(), cleanup.run()]);
  stopOnSignal(
    async () => {
      draining = true;
      log.info("stopping");
      heartbeat.stop();
      cleanup.stop();
      await running;
      await drain(server);
      redis.disconnect();
      await database.end();
      log.info("stopped");
    },
    (error) => log.error({ err: error }, "stopping failed"),
  );
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(environment.PORT, "0.0.0.0", resolve);
  await promise;
  log.info({ port: environment.PORT }, "listening");
}
