import { createHash, randomUUID } from "node:crypto";
import type { CacheStore } from "./cache-store.ts";
import type { Database } from "./database.ts";

/** What can change: a table, or a few that change together. */
export type Topic = "contracts" | "crews" | "inventory" | "schedule" | "transactions";

/** Something expensive to ask. */
export interface CachedRead<Result> {
  /** With everything that the answer depends on besides the topics. */
  readonly name: string;
  /** The shape of the answer: what a release has remembered is nothing to one with another shape. */
  readonly shape: object;
  readonly topics: readonly Topic[];
  readonly load: () => Promise<Result>;
}

const LONGEST = 256 * 1024;

interface Entry {
  readonly generations: string;
  readonly value: unknown;
}

/**
 * Remembers answers until what they were made of changes. A read that begins after a commit sees the commit, in every
 * process: writers announce themselves before they begin, and give their topics a new generation after they have
 * committed; an answer counts in the generations that it was asked in, and while nobody is changing them. What cannot
 * be asked of the cache is asked of the database.
 *
 * (Who writes past it, as `seed` and an operator do, is seen when entries end: after a minute.)
 */
export function createQueryCache(store: CacheStore) {
  /** Who asks for the same thing at the same time shares the work. */
  const flights = new Map<string, Promise<unknown>>();
  /** Changes, by writer, that this process could not tell the cache of. */
  const owed = new Map<string, readonly Topic[]>();

  /** Tells the cache what it has to know before its word on these topics counts. */
  async function settle(topics: readonly Topic[]): Promise<void> {
    for (const [writer, changed] of owed) {
      if (!changed.some((topic) => topics.includes(topic))) continue;
      await store.endChange(changed, writer);
      owed.delete(writer);
    }
  }

  async function look(name: string, topics: readonly Topic[]) {
    try {
      await settle(topics);
      return await store.look(name, topics);
    } catch {
      return undefined;
    }
  }

  async function loadOnce<Result>(name: string, generations: string, load: () => Promise<Result>) {
    const flight = `${name} ${generations}`;
    const running = flights.get(flight);
    if (running !== undefined) return running as Promise<Result>;
    const loading = load();
    flights.set(flight, loading);
    try {
      const value = await loading;
      const text = JSON.stringify({ generations, value } satisfies Entry);
      // Not waited for: the next one asks again if it is lost.
      if (text.length <= LONGEST) store.put(name, text).catch(() => {});
      return value;
    } finally {
      flights.delete(flight);
    }
  }

  return {
    async read<Result>({ name, shape, topics, load }: CachedRead<Result>): Promise<Result> {
      const version = createHash("sha256").update(JSON.stringify(shape)).digest("base64url").slice(0, 12);
      const key = `${name}:${version}`;
      const seen = await look(key, topics);
      if (seen === undefined || seen.changing) return load();
      if (seen.generations.includes(undefined)) {
        store.beginGenerations(topics).catch(() => {});
        return load();
      }
      const generations = seen.generations.join(" ");
      const entry = seen.entry === undefined ? undefined : (JSON.parse(seen.entry) as Entry);
      return entry?.generations === generations ? (entry.value as Result) : loadOnce(key, generations, load);
    },

    /** Carries out a change of topics, committed or not when it returns. */
    async change<Result>(topics: readonly Topic[], work: () => Promise<Result>): Promise<Result> {
      const writer = randomUUID();
      // Without the cache the change goes on: there is nothing in it then that could be read.
      await store.beginChange(topics, writer).catch(() => {});
      try {
        return await work();
      } finally {
        await store.endChange(topics, writer).catch(() => owed.set(writer, topics));
      }
    },
  };
}

export type QueryCache = ReturnType<typeof createQueryCache>;

/** @returns the database, whose transactions tell the cache that they change `topics` */
export function announcing(database: Database, cache: QueryCache, ...topics: Topic[]): Database {
  return {
    ...database,
    transaction: (actor, work) => cache.change(topics, () => database.transaction(actor, work)),
  };
}
