import { expect, test } from "vitest";
import { redisConfiguration } from "../../../components/lib/redis-configuration.ts";

test("core loses nothing", () => {
  expect(redisConfiguration("core", 64)).toMatchInlineSnapshot(`
    "bind * -::*
    port 6379
    dir /data
    aclfile /data/users.acl
    maxmemory 64mb
    maxmemory-policy noeviction
    appendonly yes
    appendfsync everysec
    save 3600 1
    "
  `);
});

test("cache may forget", () => {
  expect(redisConfiguration("cache", 64)).toMatchInlineSnapshot(`
    "bind * -::*
    port 6379
    dir /data
    aclfile /data/users.acl
    maxmemory 64mb
    maxmemory-policy allkeys-lru
    appendonly no
    save ""
    "
  `);
});
