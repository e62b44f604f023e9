import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import type { Database } from "./database.ts";
import { containerDefaults, environmentList, exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import { labelsOf, sharedName } from "./lib/identity.ts";
import type { MailSettings } from "./lib/mail-settings.ts";
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
  readonly mail: MailSettings;
}

/** Where letters are kept that are not sent. */
const MAILBOX_FOLDER = "/var/lib/chalan/mailbox";

/**
 * The background worker of all tenants. It owns the plan's address, so it is replaced with a pause: the old one finishes or hands back
 * what it is doing within its grace, and what is asked for meanwhile waits in the tenants' outboxes.
 */
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
    const mailbox = this.#mailbox(name, args);
    const container = new docker.Container(
      name,
      {
        ...containerDefaults(
          { identity: context.identity, role: "worker", limits: { memory: 384, cpus: 0.5 } },
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
          ...(mailbox.length > 0 && { MAILBOX_FOLDER }),
          ...(args.mail.smtpUrl && { SMTP_URL: args.mail.smtpUrl }),
          ...(args.mail.from && { MAIL_FROM: args.mail.from }),
        }),
        ...(mailbox.length > 0 && {
          volumes: mailbox.map((volume) => ({ volumeName: volume.name, containerPath: MAILBOX_FOLDER })),
        }),
        networksAdvanced: [
          { name: args.network.name, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.worker) },
        ],
      },
      exclusive({ parent: this, dependsOn: [user, args.database.migrated] }),
    );
    runScript(
      `${name}-ready`,
      context,
      { script: "wait-ready", environment: { CONTAINER: container.id, PORT: "8001" } },
      { parent: this },
    );

    this.registerOutputs({});
  }

  /** For development without a mail server: the volume that letters are kept in, as .eml files. */
  #mailbox(name: string, { context: { identity }, mail }: WorkerArgs): docker.Volume[] {
    if (identity.environment !== "local" || mail.smtpUrl !== undefined) return [];
    const volume = new docker.Volume(
      `${name}-mailbox`,
      { name: sharedName(identity, "mailbox"), labels: labelsOf(identity, "worker") },
      { parent: this },
    );
    return [volume];
  }
}
