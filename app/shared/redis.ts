import { Redis } from "ioredis";
import type { Logger } from "./log.ts";

/**
 * A Redis client that fails fast while the server is away and reconnects by itself.
 *
 * @param url redis:// with the process's own ACL user
 * @param log where connection problems are reported (once per change, without the address)
 */
export function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    connectTimeout: 5_000,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
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
