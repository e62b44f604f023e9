/** What is remembered is never older than the last change that somebody has been told of, whatever happens when. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { type CacheStore, redisCacheStore } from "../../../app/shared/cache-store.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createQueryCache, type QueryCache, type Topic } from "../../../app/shared/query-cache.ts";
import { connectCache } from "../../../app/shared/redis.ts";

const log = createLogger("silent", {});
const shape = {};

let redis: Redis;
beforeAll(() => {
  redis = new Redis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

const newStore = (tenant = randomUUID()) => redisCacheStore(redis, tenant);

/** Counts how often it is asked. */
function source(value: () => unknown = () => ({ n: 1 })) {
  const asked = { times: 0 };
  const load = async () => {
    asked.times += 1;
    return value();
  };
  return { asked, load };
}
const read = (cache: QueryCache, load: () => Promise<unknown>, topics: readonly Topic[] = ["contracts"]) =>
  cache.read({ name: "numbers", shape, topics, load });

describe("what is asked twice", () => {
  it("is loaded once the cache knows its topics, and remembered for every process of the tenant", async () => {
    const tenant = randomUUID();
    const [one, two] = [createQueryCache(newStore(tenant)), createQueryCache(newStore(tenant))];
    const { asked, load } = source();
    for (const cache of [one, one, two, one, two]) expect(await read(cache, load)).toEqual({ n: 1 });
    // The first one begins the generations, the second one is remembered.
    expect(asked.times).toBe(2);
  });
  it("is loaded anew after a change of one of its topics, and only then", async () => {
    const cache = createQueryCache(newStore());
    const { asked, load } = source();
    const topics: Topic[] = ["contracts", "schedule"];
    for (let round = 0; round < 3; round += 1) await read(cache, load, topics);
    await cache.change(["inventory"], async () => {});
    await read(cache, load, topics);
    expect(asked.times).toBe(2);
    await cache.change(["schedule"], async () => {});
    await read(cache, load, topics);
    expect(asked.times).toBe(3);
  });
  it("is loaded anew after a change that failed: nobody knows whether it was committed", async () => {
    const cache = createQueryCache(newStore());
    const { asked, load } = source();
    for (let round = 0; round < 3; round += 1) await read(cache, load);
    const failing = cache.change(["contracts"], () => Promise.reject(new Error("connection lost")));
    await expect(failing).rejects.toThrow("connection lost");
    await read(cache, load);
    expect(asked.times).toBe(3);
  });
  it("is no answer of another tenant, of another question, or of another shape", async () => {
    const tenant = randomUUID();
    const cache = createQueryCache(newStore(tenant));
    for (let round = 0; round < 3; round += 1) await read(cache, source(() => "a").load);
    const other = source(() => "b").load;
    expect(await read(createQueryCache(newStore(`${tenant}2`)), other)).toBe("b");
    const topics: Topic[] = ["contracts"];
    expect(await cache.read({ name: "other", shape, topics, load: other })).toBe("b");
    expect(await cache.read({ name: "numbers", shape: { type: "x" }, topics, load: other })).toBe("b");
    expect(await read(cache, other)).toBe("a");
  });
  it("at the same time is loaded once", async () => {
    const store = newStore();
    await store.beginGenerations(["contracts"]);
    const everybody = 50;
    let looked = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look: CacheStore["look"] = async (...given) => {
      const seen = await store.look(...given);
      looked += 1;
      // After this one's reader has gone on, too.
      if (looked === everybody) setImmediate(resolve);
      return seen;
    };
    const cache = createQueryCache({ ...store, look });
    let times = 0;
    const load = async () => {
      times += 1;
      await promise;
      return times;
    };
    const answers = await Promise.all(Array.from({ length: everybody }, () => read(cache, load)));
    expect(answers).toEqual(Array(everybody).fill(1));
  });
  it("while an answer from before a change is under way, does not wait for that one", async () => {
    const store = newStore();
    await store.beginGenerations(["contracts"]);
    const cache = createQueryCache(store);
    const { promise, resolve } = Promise.withResolvers<string>();
    const { promise: loading, resolve: begun } = Promise.withResolvers<void>();
    const early = read(cache, () => {
      begun();
      return promise;
    });
    await loading;
    await cache.change(["contracts"], async () => {});
    expect(await read(cache, async () => "new")).toBe("new");
    resolve("old");
    expect(await early).toBe("old");
    expect(await read(cache, async () => "newer")).not.toBe("old");
  });
  it("and fails is not remembered", async () => {
    const cache = createQueryCache(newStore());
    await read(cache, source().load);
    await expect(read(cache, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await read(cache, source().load)).toEqual({ n: 1 });
  });
  it("is not read from before what the cache has forgotten in the meantime", async () => {
    const tenant = randomUUID();
    const cache = createQueryCache(newStore(tenant));
    for (let round = 0; round < 3; round += 1) await read(cache, source(() => "old").load);
    await redis.del(`t:{${tenant}}:cache:generation:contracts`);
    const fresh = source(() => "new").load;
    for (let round = 0; round < 3; round += 1) expect(await read(cache, fresh)).toBe("new");
  });
  it("leaves nothing in redis that stays for ever but a number per topic", async () => {
    const tenant = randomUUID();
    const cache = createQueryCache(newStore(tenant));
    for (let round = 0; round < 3; round += 1) await read(cache, source().load);
    await redisCacheStore(redis, tenant).beginChange(["contracts"], "dead");
    const keys = await redis.keys(`t:{${tenant}}:*`);
    const lasting = await Promise.all(keys.map(async (key) => ((await redis.ttl(key)) === -1 ? [key] : [])));
    expect(lasting.flat()).toEqual([`t:{${tenant}}:cache:generation:contracts`]);
  });
});

/** A store each of whose steps happens when the scheduler says so, and its answer arrives when it says so. */
function scheduled(store: CacheStore, scheduler: fc.Scheduler): CacheStore {
  const later =
    <Arguments extends unknown[], Result>(step: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      await scheduler.schedule(Promise.resolve(), step.name);
      const result = await step(...given);
      await scheduler.schedule(Promise.resolve(), `${step.name} answered`);
      return result;
    };
  return {
    look: later(store.look),
    beginGenerations: later(store.beginGenerations),
    put: later(store.put),
    beginChange: later(store.beginChange),
    endChange: later(store.endChange),
  };
}

describe("whatever happens when", () => {
  it("a read that begins after a commit sees it, in both processes", async () => {
    const step = fc.constantFrom("read", "read", "write", "roll back");
    const person = fc.record({ process: fc.nat(1), steps: fc.array(step, { minLength: 1, maxLength: 4 }) });
    const people = fc.array(person, { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), people, async (scheduler, given) => {
        const store = newStore();
        let committed = 0;
        // Something is remembered already.
        await store.beginGenerations(["contracts"]);
        await read(createQueryCache(store), async () => committed);
        const caches = [0, 1].map(() => createQueryCache(scheduled(store, scheduler)));
        const load = async () => {
          const seen = committed;
          await scheduler.schedule(Promise.resolve(), "the rows arrive");
          return seen;
        };
        const write = (change: number) => async () => {
          await scheduler.schedule(Promise.resolve(), "commit");
          committed += change;
          await scheduler.schedule(Promise.resolve(), "committed");
        };
        const work = given.map(async ({ process, steps }) => {
          const cache = caches[process] as QueryCache;
          for (const step of steps) {
            const before = committed;
            if (step === "read") expect(await read(cache, load)).toBeGreaterThanOrEqual(before);
            else await cache.change(["contracts"], write(step === "write" ? 1 : 0));
          }
        });
        await scheduler.waitFor(Promise.all(work));
      }),
      { numRuns: 200 },
    );
  });
});

describe("without its redis", () => {
  const TIMES = 20;
  // No time goes by but what a test lets go by.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());
  /** Reads `TIMES` times and changes something. @param meanwhile what goes on while an answer is waited for */
  async function work(cache: QueryCache, meanwhile = async () => {}): Promise<void> {
    const { asked, load } = source();
    const answered = async <Answer>(answer: Promise<Answer>) => {
      await meanwhile();
      return answer;
    };
    for (let round = 0; round < TIMES; round += 1)
      expect(await answered(read(cache, load))).toEqual({ n: 1 });
    expect(await answered(cache.change(["contracts"], async () => "done"))).toBe("done");
    expect(asked.times).toBe(TIMES);
  }

  it("everything is asked of the database, at once where nobody listens", async () => {
    const cache = connectCache("redis://127.0.0.1:1", log);
    await work(createQueryCache(redisCacheStore(cache, "x")));
    cache.disconnect();
  });
  it("that listens and does not answer, each read waits a tenth of a second at most", async () => {
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const cache = connectCache(`redis://127.0.0.1:${port}`, log);
    await once(cache, "connect");
    await work(createQueryCache(redisCacheStore(cache, "x")), async () => {
      await vi.advanceTimersByTimeAsync(100);
    });
    cache.disconnect();
    server.close();
  });
  it("for the moment of a change, nothing from before it is read once it is back", async () => {
    const tenant = randomUUID();
    const store = newStore(tenant);
    let away = false;
    const broken: CacheStore = {
      ...store,
      beginChange: async (...given) =>
        away ? Promise.reject(new Error("away")) : store.beginChange(...given),
      endChange: async (...given) => (away ? Promise.reject(new Error("away")) : store.endChange(...given)),
    };
    const cache = createQueryCache(broken);
    for (let round = 0; round < 3; round += 1) await read(cache, source(() => "old").load);
    away = true;
    await cache.change(["contracts"], async () => {});
    const fresh = source(() => "new").load;
    expect(await read(cache, fresh)).toBe("new");
    away = false;
    for (let round = 0; round < 3; round += 1) expect(await read(cache, fresh)).toBe("new");
  });
});
