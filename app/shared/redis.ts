import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "./log.ts";

/** What is asked of the core has to be answered: a session, a limit. Milliseconds. */
const CORE = {
  connectTimeout: 5_000,
  commandTimeout: 3_000,
  maxRetriesPerRequest: 1,
  enableOfflineQueue: true,
} as const;
/** What is asked of the cache can be asked of the database instead, so it had better be quick. */
const CACHE = {
  connectTimeout: 1_000,
  commandTimeout: 100,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
} as const;

/** The core instance, which forgets nothing. */
export const connectRedis = (url: string, log: Logger): Redis => connect(url, log, CORE);
/** The cache instance, which may forget anything. */
export const connectCache = (url: string, log: Logger): Redis => connect(url, log, CACHE);

/**
 * A Redis client that fails fast while the server is away and reconnects by itself.
 *
 * @param url redis:// with the process's own ACL user
 * @param log where connection problems are reported (once per change, without the address)
 */
function connect(url: string, log: Logger, limits: RedisOptions): Redis {
  const redis = new Redis(url, {
    ...limits,
    // INFO, which the ready check asks, is not needed and may be denied to the user.
    enableReadyCheck: false,
    retryStrategy: (attempt) => Math.min(200 * attempt, 3_000),
  });
  let reported = "";
  redis.on("error", (error: Error & { code?: string }) => {
    const reason = error.code ?? error.message.split(" ")[0] ?? error.name;
    if (reason !== reported) log.warn({ reason }, "redis is not reachable");
    reported = reason;
  });
  redis.on("ready", () => {
    if (reported !== "") log.info("redis is reachable again");
    reported = "";
  });
  return redis;
}
