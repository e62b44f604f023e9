import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";

/** What the cache holds of an entry at one moment. */
export interface Look {
  /** One per topic; undefined: the cache has forgotten it. */
  readonly generations: readonly (string | undefined)[];
  /** Whether somebody is changing one of the topics. */
  readonly changing: boolean;
  readonly entry: string | undefined;
}

/** Where answers are remembered; every step is one round trip, and happens as a whole. */
export interface CacheStore {
  look(entry: string, topics: readonly string[]): Promise<Look>;
  /** Begins the generations of topics that have none. */
  beginGenerations(topics: readonly string[]): Promise<void>;
  put(entry: string, value: string): Promise<void>;
  /** Says that a writer begins to change topics. */
  beginChange(topics: readonly string[], writer: string): Promise<void>;
  /** Says that a writer has ended, and that what was remembered of its topics is old. */
  endChange(topics: readonly string[], writer: string): Promise<void>;
}

/** How long an answer is remembered, also when nothing changes: the clock itself makes a dashboard old. */
const ENTRY_SECONDS = 60;
/**
 * How long a writer that has died keeps its topics from being remembered: longer than its transaction, and than any
 * entry from before it lives.
 */
const WRITER_MILLISECONDS = 600_000;

/**
 * Keeps entries, generations and writers of one tenant in a Redis that may forget any of them at any time: a generation
 * that is forgotten comes back as another one, for they are random.
 */
export function redisCacheStore(redis: Redis, tenant: string): CacheStore {
  const entryKey = (entry: string) => `t:{${tenant}}:cache:entry:${entry}`;
  const generationKey = (topic: string) => `t:{${tenant}}:cache:generation:${topic}`;
  const writersKey = (topic: string) => `t:{${tenant}}:cache:writers:${topic}`;

  /** @throws the first error of the steps */
  async function atOnce(steps: ReturnType<Redis["multi"]>): Promise<unknown[]> {
    const results = (await steps.exec()) ?? [];
    return results.map(([error, value]) => {
      if (error !== null) throw error;
      return value;
    });
  }

  return {
    async look(entry, topics) {
      const steps = redis.multi().mget(entryKey(entry), ...topics.map(generationKey));
      for (const topic of topics) steps.zcount(writersKey(topic), Date.now(), "+inf");
      const [values, ...writers] = await atOnce(steps);
      const [found, ...generations] = (values as (string | null)[]).map((value) => value ?? undefined);
      return { entry: found, generations, changing: writers.some((count) => count !== 0) };
    },
    async beginGenerations(topics) {
      const steps = redis.multi();
      for (const topic of topics) steps.set(generationKey(topic), randomUUID(), "NX");
      await atOnce(steps);
    },
    async put(entry, value) {
      await redis.set(entryKey(entry), value, "EX", ENTRY_SECONDS);
    },
    async beginChange(topics, writer) {
      const steps = redis.multi();
      for (const topic of topics) {
        steps.zadd(writersKey(topic), Date.now() + WRITER_MILLISECONDS, writer);
        steps.pexpire(writersKey(topic), WRITER_MILLISECONDS);
      }
      await atOnce(steps);
    },
    async endChange(topics, writer) {
      const steps = redis.multi();
      for (const topic of topics) {
        steps.set(generationKey(topic), randomUUID()).zrem(writersKey(topic), writer);
      }
      await atOnce(steps);
    },
  };
}
