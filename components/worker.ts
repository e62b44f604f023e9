import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import type { Database } from "./database.ts";
import { containerDefaults, environmentList, exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import { sharedName } from "./lib/identity.ts";
import { setRedisUser } from "./lib/redis-user.ts";
import { runScript } from "./lib/script.ts";
import type { Redis } from "./redis.ts";

export interface WorkerArgs {
  readonly context: StackContext;
  readonly appImage: string;
  readonly network: docker.Network;
  readonly subnet: string;
  readonly database: Database;
  readonly redisCore: Redis;
  readonly redisCache: Redis;
}

/** The background worker of all tenants. It owns the plan's address, so it is replaced with a pause in which jobs wait in the queue. */
export class Worker extends pulumi.ComponentResource {
  constructor(name: string, args: WorkerArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:worker:Worker", name, {}, options);
    const { context, redisCore } = args;
    const redisPassword = context.passwords.for("redis/worker");

    const user = setRedisUser(
      `${name}-redis-user`,
      {
        context,
        user: "worker",
        prefix: "worker:",
        password: redisPassword,
        core: redisCore,
        cache: args.redisCache,
      },
      { parent: this },
    );
    const container = new docker.Container(
      name,
      {
        ...containerDefaults(
          { identity: context.identity, role: "worker", limits: { memory: 256, cpus: 0.5 } },
          60,
        ),
        name: sharedName(context.identity, "worker"),
        image: context.imageId(args.appImage),
        command: ["worker"],
        readOnly: true,
        tmpfs: { "/tmp": "rw,noexec,nosuid,size=64m" },
        envs: environmentList({
          ENVIRONMENT: context.identity.environment,
          DATABASE_URL: args.database.urlFor(
            "chalan_worker",
            context.passwords.for("postgres/chalan_worker"),
          ),
          REDIS_URL: redisCore.urlFor("worker", redisPassword),
        }),
        networksAdvanced: [
          { name: args.network.name, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.worker) },
        ],
      },
      exclusive({ parent: this, dependsOn: [user, args.database.ready] }),
    );
    runScript(
      `${name}-ready`,
      context,
      { script: "wait-ready", environment: { CONTAINER: container.id, PORT: "8001" } },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
