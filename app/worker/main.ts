import { hostname } from "node:os";
import { openDatabase } from "../shared/database.ts";
import { drain, stopOnSignal } from "../shared/drain.ts";
import { createLogger } from "../shared/log.ts";
import { connectRedis } from "../shared/redis.ts";
import { createCleanup } from "./cleanup.ts";
import { createEngine } from "./engine.ts";
import { readWorkerEnvironment } from "./env.ts";
import { jobHandlers } from "./handlers.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { workerServer } from "./http.ts";
import { mailerOf } from "./mailer.ts";
import { thumbnailMaker } from "./thumbnail/parent.ts";

/** One per job that runs, and two for moving jobs and looking around. */
const DATABASE_CONNECTIONS = 6;

/** How long running jobs may take once the process has to stop: with the longest statement still within the container's 60 s. */
const GRACE_MILLISECONDS = 30_000;

/**
 * The `worker` process: does the tenants' jobs, beats, cleans up, answers health checks, and stops gracefully on SIGTERM.
 *
 * @param entry the file that was started, which is started again for thumbnails
 * @throws UserError on a bad environment
 */
export async function runWorker(entry: string): Promise<undefined> {
  const environment = readWorkerEnvironment();
  const log = createLogger(environment.LOG_LEVEL, { process: "worker" });
  const database = openDatabase(environment.DATABASE_URL, DATABASE_CONNECTIONS, "worker", log);
  const redis = connectRedis(environment.REDIS_URL, log);
  const engine = createEngine({
    database,
    databaseUrl: environment.DATABASE_URL,
    redis,
    handlers: jobHandlers(mailerOf(environment), thumbnailMaker(entry)),
    instance: hostname(),
    log,
  });
  const heartbeat = createHeartbeat(redis, database, hostname(), log);
  let draining = false;
  const server = workerServer({
    isDraining: () => draining,
    readBeat: heartbeat.read,
    metrics: engine.metrics,
  });
  const cleanup = createCleanup(database, log);
  const running = Promise.all([heartbeat.run(), cleanup.run(), engine.run()]);
  stopOnSignal(
    async () => {
      draining = true;
      log.info("stopping");
      heartbeat.stop();
      cleanup.stop();
      await engine.stop(GRACE_MILLISECONDS);
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
