import { counterPrefix, secondsToWait, USE } from "./limiter.ts";
import { MINUTE, type RequestLimits } from "./request-limits.ts";
import { createScript, type ScriptRunner } from "./script.ts";
import { IDLE_SECONDS } from "./sessions.ts";
import { together } from "./together.ts";

/**
 * KEYS: what the names of persons' counters begin with, the tenant's counter, then the sessions. ARGV: seconds until a
 * session is idle, uses of person and tenant, their time in milliseconds. The persons' counters have the hash tag of
 * the others. Where nothing can be counted (a Redis that is full), a session is answered all the same; what is kept
 * under a session's name and is none does not keep the others from their answers.
 */
const VISIT = `${USE}
local visits = {}
for index = 3, #KEYS do
  local session = redis.pcall('getex', KEYS[index], 'EX', ARGV[1])
  if type(session) ~= 'string' then
    visits[index - 2] = { false, 0 }
  else
    local counted, wait = pcall(function ()
      local person = KEYS[1] .. cjson.decode(session).userId
      return math.max(use(person, ARGV[2], ARGV[4]), use(KEYS[2], ARGV[3], ARGV[4]))
    end)
    visits[index - 2] = { session, counted and wait or -1 }
  end
end
return visits`;

export interface Visit {
  /** As it is kept, if it lives; its idle time has begun anew. */
  readonly session: string | null;
  /** Seconds until the person may come again; 0: now. Nothing where it could not be counted. */
  readonly wait: number | undefined;
}

/**
 * What requests with a session ask of Redis: one round trip for those that come together, and for one that comes alone
 * one instead of two.
 *
 * @param limits what is allowed now
 */
export function createVisits(redis: ScriptRunner, tenant: string, limits: () => Promise<RequestLimits>) {
  const visit = createScript(redis, VISIT);
  const counters = [`${counterPrefix(tenant)}person:`, `${counterPrefix(tenant)}tenant`];
  return {
    /**
     * Reads a session, and counts the request for its person and for the tenant.
     *
     * @param key the session's @throws when Redis is away
     */
    begin: together(async (keys: readonly string[]): Promise<Visit[]> => {
      const { person, tenant } = await limits();
      const allowed = [IDLE_SECONDS, person, tenant, MINUTE * 1000];
      const visits = (await visit([...counters, ...keys], allowed)) as [string | null, number][];
      return visits.map(([session, wait]) => ({
        session,
        wait: wait < 0 ? undefined : secondsToWait(wait),
      }));
    }),
  };
}

export type Visits = ReturnType<typeof createVisits>;
