import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { createScript, type ScriptRunner } from "./script.ts";

/** How often something may happen. */
export interface Allowance {
  /** Names the counter; what is personal in it goes through `anonymous` first. */
  readonly key: string;
  readonly times: number;
  /** From the first time on. */
  readonly seconds: number;
}

/**
 * Lua: counts one use on a counter. Answers the milliseconds until it allows another one; 0: allowed. A counter always
 * has an end, and begins with the first use.
 */
export const USE = `
local function use(key, times, milliseconds)
  local used = redis.call('incr', key)
  if used == 1 then redis.call('pexpire', key, milliseconds) end
  return used > tonumber(times) and redis.call('pttl', key) or 0
end`;

/** Counts one use on every counter: what the slowest of them asks for. */
const TAKE = `${USE}
local wait = 0
for index, key in ipairs(KEYS) do
  wait = math.max(wait, use(key, ARGV[2 * index - 1], ARGV[2 * index]))
end
return wait`;

/** Takes back one use; a counter that has ended meanwhile stays ended. */
const GIVE_BACK = `
for _, key in ipairs(KEYS) do
  if redis.call('exists', key) == 1 then redis.call('decr', key) end
end`;

/** @returns a stand-in for a value that must not be readable in Redis */
export const anonymous = (value: string): string =>
  createHash("sha256").update(value.trim().toLowerCase()).digest("base64url").slice(0, 22);

/** What the names of a tenant's counters begin with. */
export const counterPrefix = (tenant: string): string => `t:{${tenant}}:limit:`;

/** Milliseconds that a script answers, as seconds; 0 only when it is allowed. */
export const secondsToWait = (milliseconds: unknown): number => Math.ceil(Number(milliseconds) / 1000);

/** Counters of one tenant. Scripts of ours instead of a library: all counters of a request in one round trip. */
export function createLimiter(redis: ScriptRunner & Pick<Redis, "del">, tenant: string) {
  const prefix = counterPrefix(tenant);
  const keyOf = ({ key }: Pick<Allowance, "key">) => prefix + key;
  const take = createScript(redis, TAKE);
  const giveBack = createScript(redis, GIVE_BACK);
  return {
    /** @returns seconds to wait, or 0 when it is allowed @throws when Redis is away */
    async take(allowances: readonly Allowance[]): Promise<number> {
      const limits = allowances.flatMap(({ times, seconds }) => [times, seconds * 1000]);
      return secondsToWait(await take(allowances.map(keyOf), limits));
    },
    /** Says that a use should not have counted. */
    async giveBack(allowances: readonly Allowance[]): Promise<void> {
      await giveBack(allowances.map(keyOf), []);
    },
    async reset(...allowances: readonly Allowance[]): Promise<void> {
      await redis.del(...allowances.map(keyOf));
    },
  };
}

export type Limiter = ReturnType<typeof createLimiter>;
