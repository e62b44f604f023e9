import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** How often something may happen. */
export interface Allowance {
  /** Names the counter; what is personal in it goes through `anonymous` first. */
  readonly key: string;
  readonly times: number;
  /** From the first time on. */
  readonly seconds: number;
}

/**
 * Counts one use on every counter, in one round trip and one step. Answers the milliseconds until all of them allow
 * another one; 0: allowed.
 */
const TAKE = `
local wait = 0
for index, key in ipairs(KEYS) do
  local used = redis.call('incr', key)
  if used == 1 then redis.call('pexpire', key, ARGV[2 * index]) end
  if used > tonumber(ARGV[2 * index - 1]) then wait = math.max(wait, redis.call('pttl', key)) end
end
return wait`;
const TAKE_HASH = createHash("sha1").update(TAKE).digest("hex");

/** Takes back one use; a counter that has ended meanwhile stays ended. */
const GIVE_BACK = `
for _, key in ipairs(KEYS) do
  if redis.call('exists', key) == 1 then redis.call('decr', key) end
end`;

/** @returns a stand-in for a value that must not be readable in Redis */
export const anonymous = (value: string): string =>
  createHash("sha256").update(value.trim().toLowerCase()).digest("base64url").slice(0, 22);

/** Counters of one tenant. One script of ours instead of a library: all counters of a request in one round trip. */
export function createLimiter(redis: Pick<Redis, "evalsha" | "eval" | "del">, tenant: string) {
  const keyOf = ({ key }: Pick<Allowance, "key">) => `t:{${tenant}}:limit:${key}`;
  return {
    /** @returns seconds to wait, or 0 when it is allowed @throws when Redis is away */
    async take(allowances: readonly Allowance[]): Promise<number> {
      const values = [
        ...allowances.map(keyOf),
        ...allowances.flatMap(({ times, seconds }) => [times, seconds * 1000]),
      ];
      const count = allowances.length;
      let wait: unknown;
      try {
        wait = await redis.evalsha(TAKE_HASH, count, ...values);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
        wait = await redis.eval(TAKE, count, ...values);
      }
      return Math.ceil(Number(wait) / 1000);
    },
    /** Says that a use should not have counted. */
    async giveBack(allowances: readonly Allowance[]): Promise<void> {
      await redis.eval(GIVE_BACK, allowances.length, ...allowances.map(keyOf));
    },
    async reset(...allowances: readonly Allowance[]): Promise<void> {
      await redis.del(...allowances.map(keyOf));
    },
  };
}

export type Limiter = ReturnType<typeof createLimiter>;
