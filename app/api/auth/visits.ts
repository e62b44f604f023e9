import { counterPrefix, secondsToWait, USE } from "./limiter.ts";
import { MINUTE, type RequestLimits } from "./request-limits.ts";
import { createScript, type ScriptRunner } from "./script.ts";
import { IDLE_SECONDS } from "./sessions.ts";

/**
 * KEYS: the session, what the names of persons' counters begin with, the tenant's counter. ARGV: seconds until the
 * session is idle, uses of person and tenant, their time in milliseconds. The person's counter has the hash tag of the
 * others. Where nothing can be counted (a Redis that is full), the session is answered all the same.
 */
const VISIT = `${USE}
local session = redis.call('getex', KEYS[1], 'EX', ARGV[1])
if not session then return { false, 0 } end
local counted, wait = pcall(function ()
  local person = KEYS[2] .. cjson.decode(session).userId
  return math.max(use(person, ARGV[2], ARGV[4]), use(KEYS[3], ARGV[3], ARGV[4]))
end)
return { session, counted and wait or -1 }`;

export interface Visit {
  /** As it is kept, if it lives; its idle time has begun anew. */
  readonly session: string | null;
  /** Seconds until the person may come again; 0: now. Nothing where it could not be counted. */
  readonly wait: number | undefined;
}

/** What a request with a session asks of Redis, in one round trip instead of two: they are half of what it costs here. */
export function createVisits(redis: ScriptRunner, tenant: string) {
  const visit = createScript(redis, VISIT);
  const prefix = counterPrefix(tenant);
  return {
    /**
     * Reads a session, and counts the request for its person and for the tenant.
     *
     * @param key the session's @throws when Redis is away
     */
    async begin(key: string, limits: RequestLimits): Promise<Visit> {
      const [session, wait] = (await visit(
        [key, `${prefix}person:`, `${prefix}tenant`],
        [IDLE_SECONDS, limits.person, limits.tenant, MINUTE * 1000],
      )) as [string | null, number];
      return { session, wait: wait < 0 ? undefined : secondsToWait(wait) };
    },
  };
}

export type Visits = ReturnType<typeof createVisits>;
