import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** The commands of Redis that scripts are run with. */
export type ScriptRunner = Pick<Redis, "evalsha" | "eval">;

/**
 * A Lua script of ours, which Redis runs as one step, and in one round trip.
 *
 * @param text what it does with KEYS and ARGV
 * @returns runs it, and sends its text only to a Redis that does not know it yet
 */
export function createScript(redis: ScriptRunner, text: string) {
  const name = createHash("sha1").update(text).digest("hex");
  return async (keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> => {
    try {
      return await redis.evalsha(name, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return redis.eval(text, keys.length, ...keys, ...values);
    }
  };
}
