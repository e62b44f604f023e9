import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { Redis } from "../redis.ts";
import type { StackContext } from "./context.ts";
import { redisUserRules } from "./redis-acl.ts";
import { runScript } from "./script.ts";
import { redisPasswordHash } from "./secrets.ts";

export interface RedisUserArgs {
  readonly context: StackContext;
  readonly user: string;
  /** Keys and channels that the user may touch. */
  readonly prefix: string;
  readonly password: pulumi.Output<string>;
  readonly core: Redis;
  readonly cache: Redis;
}

/** A user on both Redis servers, made without restarting them, and made again when one of them is a new container. */
export function setRedisUser(
  name: string,
  { context, user, prefix, password, core, cache }: RedisUserArgs,
  options: pulumi.CustomResourceOptions,
): command.local.Command {
  return runScript(
    name,
    context,
    {
      script: "set-redis-user",
      onDelete: "delete-redis-user",
      environment: {
        CORE: core.container.id,
        CACHE: cache.container.id,
        CORE_ADMIN_PASSWORD: context.passwords.for("redis/core/admin"),
        CACHE_ADMIN_PASSWORD: context.passwords.for("redis/cache/admin"),
        REDIS_USER: user,
        RULES: redisUserRules(prefix),
        PASSWORD_HASH: password.apply(redisPasswordHash),
      },
    },
    options,
  );
}
