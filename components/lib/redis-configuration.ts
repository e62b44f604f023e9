/** `core` keeps queues, sessions and counters; `cache` may forget anything at any time. */
export type RedisKind = "core" | "cache";

const persistence: Record<RedisKind, readonly string[]> = {
  // BullMQ: "noeviction is the only setting that guarantees correct behaviour" (docs, going to production).
  core: ["maxmemory-policy noeviction", "appendonly yes", "appendfsync everysec", "save 3600 1"],
  cache: ["maxmemory-policy allkeys-lru", "appendonly no", 'save ""'],
};

/**
 * The server's configuration file.
 *
 * @param memory MiB for keys
 */
export function redisConfiguration(kind: RedisKind, memory: number): string {
  return [
    "bind * -::*",
    "port 6379",
    "dir /data",
    "aclfile /data/users.acl",
    `maxmemory ${memory}mb`,
    ...persistence[kind],
    "",
  ].join("\n");
}
