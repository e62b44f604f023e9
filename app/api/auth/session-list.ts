import type { Redis } from "ioredis";
import type { Session as SessionShape } from "../../shared/users.ts";
import { ABSOLUTE_SECONDS, IDLE_SECONDS, type Session, sessionDigest, sessionKey } from "./sessions.ts";

/** Which of a person's sessions live: the numbers that they must have begun under. */
type Epochs = Pick<Session, "userEpoch" | "tenantEpoch">;

interface Living extends Session {
  readonly digest: string;
  readonly lastUsedAt: number;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * Which sessions a person has, so that one that was left open elsewhere can be ended. A list of its own beside the
 * sessions: a request that only uses a session writes nothing here.
 *
 * @param now clock in milliseconds
 */
export function createSessionList(redis: Redis, tenant: string, now: () => number = Date.now) {
  const listKey = (userId: string) => `t:{${tenant}}:sessions:${userId}`;

  /** Forgets those that have ended. */
  async function living(userId: string, { userEpoch, tenantEpoch }: Epochs): Promise<Living[]> {
    const digests = await redis.zrange(listKey(userId), "0", "-1");
    const sessions = await Promise.all(
      digests.map(async (digest) => {
        const key = sessionKey(tenant, digest);
        const [value, left] = await Promise.all([redis.get(key), redis.pttl(key)]);
        if (value === null || left < 0) return [];
        // Every use lets the idle time begin anew, so what is left of it tells when the last one was.
        const lastUsedAt = now() - (IDLE_SECONDS * 1000 - left);
        return [{ ...(JSON.parse(value) as Session), digest, lastUsedAt }];
      }),
    );
    const found = sessions
      .flat()
      .filter((session) => session.userEpoch === userEpoch && session.tenantEpoch === tenantEpoch);
    const known = new Set(found.map(({ digest }) => digest));
    const ended = digests.filter((digest) => !known.has(digest));
    if (ended.length > 0) await redis.zrem(listKey(userId), ...ended);
    return found;
  }

  async function end(userId: string, digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    await redis.del(...digests.map((digest) => sessionKey(tenant, digest)));
    await redis.zrem(listKey(userId), ...digests);
  }

  return {
    /** Adds a session that has begun; those that must have ended by now go. */
    async add(userId: string, id: string): Promise<void> {
      const key = listKey(userId);
      await redis
        .multi()
        .zadd(key, now(), sessionDigest(id))
        .zremrangebyscore(key, "-inf", now() - ABSOLUTE_SECONDS * 1000)
        .expire(key, ABSOLUTE_SECONDS)
        .exec();
    },
    /** The one that was used last comes first. @param current the id of the session that asks */
    async list(userId: string, epochs: Epochs, current: string): Promise<SessionShape[]> {
      const own = sessionDigest(current);
      return (await living(userId, epochs))
        .sort((one, other) => other.lastUsedAt - one.lastUsedAt)
        .map(({ digest, startedAt, lastUsedAt, agent = null }) => ({
          id: digest,
          current: digest === own,
          startedAt: iso(startedAt),
          lastUsedAt: iso(lastUsedAt),
          agent,
        }));
    },
    /** @param digest from a client, not to be trusted @returns false when the person has no such session */
    async endOne(userId: string, digest: string): Promise<boolean> {
      if ((await redis.zscore(listKey(userId), digest)) === null) return false;
      await end(userId, [digest]);
      return true;
    },
    /** @param current the id of the session that goes on */
    async endOthers(userId: string, current: string): Promise<void> {
      const digests = await redis.zrange(listKey(userId), "0", "-1");
      const own = sessionDigest(current);
      await end(
        userId,
        digests.filter((digest) => digest !== own),
      );
    },
  };
}

export type SessionList = ReturnType<typeof createSessionList>;
