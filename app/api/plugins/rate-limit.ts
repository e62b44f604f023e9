import type { onRequestAsyncHookHandler } from "fastify";
import { anonymous, type Limiter } from "../auth/limiter.ts";
import { TooManyRequests } from "../auth/problems.ts";
import { MINUTE, type RequestLimits } from "../auth/request-limits.ts";
import type { Dependencies } from "../dependencies.ts";

/**
 * Counts a request that comes from nobody, for its address and for the tenant; one of a person has been counted with the
 * look at the session. Where Redis is away, ordinary requests go on: the limits protect the others' share, and nothing
 * secret (sign-in has limits of its own, and those fail closed).
 */
export function limitStrangers(
  { redis, log }: Pick<Dependencies, "redis" | "log">,
  limiter: Limiter,
  limits: () => Promise<RequestLimits>,
): onRequestAsyncHookHandler {
  return async ({ visitor, ip }) => {
    // Known to be away: not worth the wait.
    if (visitor !== undefined || ["close", "reconnecting", "end"].includes(redis.status)) return;
    const { stranger, tenant } = await limits();
    let wait = 0;
    try {
      wait = await limiter.take([
        { key: `address:${anonymous(ip)}`, times: stranger, seconds: MINUTE },
        { key: "tenant", times: tenant, seconds: MINUTE },
      ]);
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "requests are not counted");
    }
    if (wait > 0) throw new TooManyRequests(wait);
  };
}
