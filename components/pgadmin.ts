import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import type { DatabaseSettings } from "./database.ts";
import type { EdgeEndpoint } from "./edge.ts";
import { type Access, doorUsers, hostRules } from "./lib/access.ts";
import { certificateEnvironment } from "./lib/certificate-environment.ts";
import { containerDefaults, environmentList, exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import { edgeLabel, ONE_REQUEST_PER_CONNECTION, routeEnvironment } from "./lib/edge-environment.ts";
import { labelsOf, sharedName } from "./lib/identity.ts";
import { pgadminServers } from "./lib/pgadmin-servers.ts";
import { runScript } from "./lib/script.ts";

export interface PgadminArgs {
  readonly context: StackContext;
  readonly image: string;
  readonly network: docker.Network;
  readonly subnet: string;
  readonly edge: EdgeEndpoint;
  /** Its fixed address on the edge network, or empty where another stack owns that network. */
  readonly edgeAddress: string;
  /** The name under which the edge serves it. */
  readonly domain: string;
  /** Who may come in at all. The edge sees to it, as pgAdmin has no nginx of its own. */
  readonly access: Access;
  /** Login of the first user. */
  readonly email: string;
  /** Loopback port of the host. */
  readonly port: number;
  readonly database: DatabaseSettings;
  readonly databaseHost: string;
}

/** pgAdmin with the stack's servers declared. It has no password of the database: the person who uses it brings one. */
export class Pgadmin extends pulumi.ComponentResource {
  readonly password: pulumi.Output<string>;

  constructor(name: string, args: PgadminArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:pgadmin:Pgadmin", name, {}, options);
    const { context } = args;
    this.password = context.passwords.for("pgadmin/admin");

    const volume = new docker.Volume(
      `${name}-data`,
      {
        // pgAdmin takes its user's password with an empty volume only. What a volume has is preferences, so a new password has a new one.
        name: sharedName(context.identity, `pgadmin-data-${context.passwords.versionOf(1)}`),
        labels: labelsOf(context.identity, "pgadmin"),
      },
      { parent: this },
    );
    const container = new docker.Container(
      name,
      containerArgs(args, this.password, volume),
      exclusive({ parent: this }),
    );
    runScript(
      `${name}-join`,
      context,
      {
        script: "join-pgadmin",
        environment: {
          CONTAINER: container.id,
          STACK: context.identity.stack,
          EDGE_NETWORK: args.edge.network,
          PROXY: args.edge.proxy,
          ADDRESS: args.edgeAddress,
          HOST: args.domain,
          RULES: hostRules(args.access, `/etc/nginx/vhost.d/${args.domain}_users`),
        },
        stdin: args.access.basicAuth ? doorUsers("pgadmin", context.passwords) : "",
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}

function containerArgs(
  args: PgadminArgs,
  password: pulumi.Output<string>,
  volume: docker.Volume,
): docker.ContainerArgs {
  const { context } = args;
  const defaults = containerDefaults(
    { identity: context.identity, role: "pgadmin", limits: { memory: 384, cpus: 0.5 } },
    15,
  );
  const listenPort = 5050;
  return {
    ...defaults,
    labels: [...defaults.labels, edgeLabel(args.edge.network), ONE_REQUEST_PER_CONNECTION],
    name: sharedName(context.identity, "pgadmin"),
    // The official image's Python carries this right as a file capability: without it in the bounding set it cannot even be started.
    capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
    image: context.imageId(args.image),
    envs: environmentList({
      PGADMIN_DEFAULT_EMAIL: args.email,
      PGADMIN_DEFAULT_PASSWORD_FILE: "/etc/chalan/pgadmin-password",
      PGADMIN_SERVER_JSON_FILE: "/etc/chalan/servers.json",
      PGADMIN_REPLACE_SERVERS_ON_STARTUP: "True",
      PGADMIN_LISTEN_PORT: String(listenPort),
      PGADMIN_DISABLE_POSTFIX: "1",
      GUNICORN_THREADS: "8",
      ...routeEnvironment([args.domain], listenPort, context.identity.environment),
      ...certificateEnvironment([args.domain], context.certificates),
    }),
    uploads: [
      { file: "/etc/chalan/pgadmin-password", content: password },
      {
        file: "/etc/chalan/servers.json",
        content: JSON.stringify(pgadminServers(args.databaseHost, args.database)),
      },
    ],
    ports: [{ internal: listenPort, external: args.port, ip: "127.0.0.1" }],
    volumes: [{ volumeName: volume.name, containerPath: "/var/lib/pgadmin" }],
    networksAdvanced: [
      { name: args.network.name, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.pgadmin) },
    ],
  };
}
