import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "../tenants/addresses.ts";
import { containerDefaults, exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import { labelsOf, sharedName } from "./lib/identity.ts";
import { type RedisKind, redisConfiguration } from "./lib/redis-configuration.ts";
import { ownUsers, redisStart } from "./lib/redis-users.ts";

export interface RedisArgs {
  readonly context: StackContext;
  readonly image: string;
  readonly kind: RedisKind;
  /** MiB for keys; the container gets half as much again for buffers and the append-only file's rewrite. */
  readonly memory: number;
  readonly network: docker.Network;
  readonly subnet: string;
  /** Host number on the data network. */
  readonly hostNumber: number;
}

/** One Redis server whose users are added and removed while it runs. */
export class Redis extends pulumi.ComponentResource {
  readonly container: docker.Container;
  /** Host name on the data network. */
  readonly host: string;

  constructor(name: string, args: RedisArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:redis:Redis", name, {}, options);
    const { context, kind } = args;
    this.host = `redis-${kind}`;

    const volume = new docker.Volume(
      `${name}-data`,
      {
        name: sharedName(context.identity, `${this.host}-data`),
        labels: labelsOf(context.identity, this.host),
      },
      { parent: this, protect: kind === "core", retainOnDelete: kind === "core" },
    );
    this.container = new docker.Container(
      name,
      serverArgs(args, this.host, volume),
      exclusive({ parent: this }),
    );

    this.registerOutputs({});
  }

  /** The connection URL of a user. Passwords are base64url, so nothing needs escaping. */
  urlFor(user: string, password: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.interpolate`redis://${user}:${password}@${this.host}:6379`;
  }
}

function serverArgs(args: RedisArgs, host: string, volume: docker.Volume): docker.ContainerArgs {
  const { context, kind, memory } = args;
  const admin = context.passwords.for(`redis/${kind}/admin`);
  return {
    ...containerDefaults(
      {
        identity: context.identity,
        role: `redis-${kind}`,
        limits: { memory: Math.ceil(memory * 1.5), cpus: 0.5 },
      },
      30,
    ),
    // The plan's container is the one that keeps data; the cache is its disposable sibling.
    name: sharedName(context.identity, kind === "core" ? "redis" : "redis-cache"),
    image: context.imageId(args.image),
    user: "999:1000",
    uploads: [
      { file: "/etc/chalan/redis.conf", content: redisConfiguration(kind, memory) },
      {
        file: "/etc/chalan/admin.acl",
        content: admin.apply(ownUsers),
      },
    ],
    command: redisStart,
    healthcheck: {
      // NOAUTH is an answer: the server lives. No password has to be near a health check.
      tests: ["CMD-SHELL", "redis-cli ping 2>&1 | grep -Eq 'PONG|NOAUTH'"],
      interval: "30s",
      timeout: "5s",
      retries: 3,
      startPeriod: "30s",
    },
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
    networksAdvanced: [
      { name: args.network.name, ipv4Address: addressOf(args.subnet, args.hostNumber), aliases: [host] },
    ],
  };
}
