import type { onRequestAsyncHookHandler } from "fastify";
import { type Allowance, anonymous, type Limiter } from "../auth/limiter.ts";
import { TooManyRequests } from "../auth/problems.ts";
import type { Dependencies } from "../dependencies.ts";
import type { TenantRepository } from "../repositories/tenant.ts";

/** Requests of a whole tenant per minute: about twenty people who click as fast as pages load, per 600. */
const OF_TENANT = { small: 600, standard: 1_800, large: 6_000 } as const;
/** Of one person, so that a script of one leaves the colleagues' share alone. */
const OF_PERSON = 300;
/** Of an address that nobody has signed in from. */
const OF_STRANGER = 120;

const MINUTE = 60;

/**
 * Counts a request for its tenant and for its person or address. Where Redis is away, ordinary requests go on: the
 * limits protect the others' share, and nothing secret (sign-in has limits of its own, and those fail closed).
 */
export function limitRequests(
  { requestsPerMinute, redis, log }: Dependencies,
  limiter: Limiter,
  tenants: TenantRepository,
): onRequestAsyncHookHandler {
  return async (request) => {
    // Known to be away: not worth the wait.
    if (["close", "reconnecting", "end"].includes(redis.status)) return;
    const { visitor, ip } = request;
    const plan = (await tenants.current())?.plan ?? "small";
    const personal: Allowance =
      visitor === undefined
        ? { key: `address:${anonymous(ip)}`, times: requestsPerMinute ?? OF_STRANGER, seconds: MINUTE }
        : { key: `person:${visitor.userId}`, times: requestsPerMinute ?? OF_PERSON, seconds: MINUTE };
    const all: Allowance = { key: "tenant", times: requestsPerMinute ?? OF_TENANT[plan], seconds: MINUTE };
    let wait = 0;
    try {
      wait = await limiter.take([personal, all]);
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "requests are not counted");
    }
    if (wait > 0) throw new TooManyRequests(wait);
  };
}
