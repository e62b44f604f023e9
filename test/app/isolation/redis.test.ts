/** The part of knowledge/tenancy.md section 9 that is about Redis (its section 3): what a tenant's own user cannot do. */
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPair, type Pair, type Side } from "../support/pair.ts";

let pair: Pair;
let one: Side;
let two: Side;
beforeAll(async () => {
  pair = await openPair();
  ({ one, two } = pair);
  await pair.admin.set(`t:{${two.slug}}:secret`, two.canary);
});
afterAll(() => pair.close());

const foreign = () => `t:{${two.slug}}:secret`;
/** @returns the error's first word (NOPERM of a script, too), or what Redis answered */
async function attempt(...words: string[]): Promise<unknown> {
  const [command = "", ...rest] = words;
  return one.redis
    .call(command, ...rest)
    .catch((error: Error) =>
      /ACL failure in script|can't access at least one of the keys/.test(error.message)
        ? "NOPERM"
        : error.message.split(" ")[0],
    );
}
const own = (name: string) => `t:{${one.slug}}:${name}`;

describe("a tenant's Redis user", () => {
  it("uses its own keys", async () => {
    expect(await attempt("set", own("x"), "1", "EX", "60")).toBe("OK");
    expect(await attempt("get", own("x"))).toBe("1");
    expect(await attempt("eval", "return redis.call('get', KEYS[1])", "1", own("x"))).toBe("1");
    expect(await attempt("publish", own("channel"), "x")).toBe(0);
  });

  it.each<[string, (key: string) => string[]]>([
    ["read", (key) => ["get", key]],
    ["read several of", (key) => ["mget", own("x"), key]],
    ["write", (key) => ["set", key, "x"]],
    ["delete", (key) => ["del", key]],
    ["unlink", (key) => ["unlink", key]],
    ["rename", (key) => ["rename", key, own("y")]],
    ["copy", (key) => ["copy", key, own("y")]],
    ["move its own to", (key) => ["rename", own("x"), key]],
    ["dump", (key) => ["dump", key]],
    ["learn the type of", (key) => ["type", key]],
    ["learn the existence of", (key) => ["exists", key]],
    ["learn the life of", (key) => ["ttl", key]],
    ["end the life of", (key) => ["expire", key, "0"]],
    ["measure", (key) => ["memory", "usage", key]],
    ["look into", (key) => ["object", "encoding", key]],
    ["push into a queue of", (key) => ["lpush", key, "x"]],
    ["add to a stream of", (key) => ["xadd", key, "*", "a", "b"]],
    ["read a stream of", (key) => ["xread", "streams", key, "0"]],
    ["wait for", (key) => ["blpop", key, "1"]],
    ["sort by", (key) => ["sort", own("list"), "by", key]],
    ["read in a script", (key) => ["eval", "return redis.call('get', KEYS[1])", "1", key]],
    ["read undeclared in a script", (key) => ["eval", `return redis.call('get', '${key}')`, "0"]],
    ["be told of", (key) => ["subscribe", key]],
    ["be told of all of", () => ["psubscribe", "*"]],
    ["tell", (key) => ["publish", key, "x"]],
  ])("cannot %s the other's", async (_what, words) => {
    expect(await attempt(...words(foreign()))).toBe("NOPERM");
    expect(await pair.admin.get(foreign())).toBe(two.canary);
  });

  it.each([
    ["list keys", ["keys", "*"]],
    ["scan keys", ["scan", "0"]],
    ["take any key", ["randomkey"]],
    ["count keys", ["dbsize"]],
    ["choose another database", ["select", "1"]],
    ["swap databases", ["swapdb", "0", "1"]],
    ["move a key to another database", ["move", "x", "1"]],
    ["flush the database", ["flushdb"]],
    ["flush everything", ["flushall"]],
    ["flush scripts", ["script", "flush"]],
    ["load a function", ["function", "load", "#!lua name=x\nredis.register_function('x', function() end)"]],
    ["list clients", ["client", "list"]],
    ["end clients", ["client", "kill", "type", "normal"]],
    ["watch all commands", ["monitor"]],
    ["read the configuration", ["config", "get", "*"]],
    ["change the configuration", ["config", "set", "maxmemory", "1"]],
    ["read users", ["acl", "list"]],
    ["make a user", ["acl", "setuser", "mine", "on"]],
    ["read the slow log", ["slowlog", "get"]],
    ["save", ["save"]],
    ["shut down", ["shutdown", "nosave"]],
    ["replicate", ["replicaof", "no", "one"]],
    ["send keys elsewhere", ["migrate", "127.0.0.1", "1", "x", "0", "1"]],
    ["list channels", ["pubsub", "channels"]],
    ["load a module", ["module", "list"]],
  ])("cannot %s", async (_what, words) => {
    expect(await attempt(...words)).toBe("NOPERM");
  });

  it("cannot cross in a transaction: all of it is refused", async () => {
    const results = one.redis.multi().set(own("z"), "1").get(foreign()).exec();
    await expect(results).rejects.toThrow(/EXECABORT/);
    expect(await pair.admin.exists(own("z"))).toBe(0);
  });

  it("does not sign in as the other, nor without a password", async () => {
    expect(await attempt("auth", two.slug, "guess")).toBe("WRONGPASS");
    const { host = "", port = 0 } = one.redis.options;
    const wrong = new Redis({
      host,
      port,
      username: one.slug,
      password: "",
      lazyConnect: true,
      retryStrategy: () => null,
    });
    wrong.on("error", () => {});
    await wrong.connect().catch(() => {});
    await expect(wrong.get(own("x"))).rejects.toThrow();
    wrong.disconnect();
  });
});
