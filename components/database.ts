import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import { serverArgs } from "./lib/database-server.ts";
import { foundationLogins, foundationSql, superuserSql } from "./lib/foundation-sql.ts";
import { labelsOf, sharedName } from "./lib/identity.ts";
import { runScript } from "./lib/script.ts";

/** Plain values: the provider's endpoint must be known before the server exists. */
export interface DatabaseSettings {
  /** Name of the database, e.g. `chalan_tenant_db`. */
  readonly name: string;
  /** The superuser that the image makes and the provider uses; nobody else logs in with it. */
  readonly user: string;
  /** Port on the loopback address of the host. */
  readonly port: number;
  /** Host number on the data network (SPEC section 6): 4, or 16 for QA. */
  readonly hostNumber: number;
  /** MiB. Shared buffers and planner settings follow from it. */
  readonly memory: number;
  readonly maxConnections: number;
}

export interface DatabaseArgs extends DatabaseSettings {
  readonly context: StackContext;
  readonly image: string;
  /** The app's image: it carries the migrations of schema `public`. */
  readonly appImage: string;
  readonly network: docker.Network;
  readonly subnet: string;
}

/** PostgreSQL of a stack: the server, the roles of the stack, and the migrated `public` schema. Tenants bring their own schemas. */
export class Database extends pulumi.ComponentResource {
  /** Host name on the data network. */
  readonly host = "db";
  readonly port = 5432;
  /** Schemas and roles of tenants depend on this: the server answers queries, and the stack's own roles are there. */
  readonly prepared: pulumi.Resource;
  /** Who uses the tables of `public` depends on this: they are up to date. */
  readonly migrated: pulumi.Resource;
  /** The server's container: a new one can mean a new volume, so steps that fill the database run again. */
  readonly serverId: pulumi.Output<string>;
  /** URL of the migrator's login, a secret. */
  readonly migratorUrl: pulumi.Output<string>;
  readonly #name: string;

  constructor(name: string, args: DatabaseArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:database:Database", name, {}, options);
    const { context } = args;
    const child = { parent: this };
    this.#name = args.name;

    const volume = new docker.Volume(
      `${name}-data`,
      { name: sharedName(context.identity, "db-data"), labels: labelsOf(context.identity, "postgres") },
      { ...child, protect: true, retainOnDelete: true },
    );
    const server = new docker.Container(name, serverArgs(args, volume), exclusive(child));
    this.serverId = server.id;
    const passwords = Object.fromEntries(
      foundationLogins.map((login) => [
        login.passwordVariable,
        context.passwords.for(`postgres/${login.role}`),
      ]),
    );
    this.prepared = runScript(
      `${name}-foundation`,
      context,
      {
        script: "prepare-database",
        environment: {
          CONTAINER: server.id,
          DATABASE: args.name,
          DATABASE_USER: args.user,
          SUPERUSER_PASSWORD: context.passwords.for(`postgres/${args.user}`),
          ...passwords,
        },
        stdin: foundationSql(args.name) + superuserSql,
      },
      child,
    );
    this.migratorUrl = this.urlFor("chalan_migrator", context.passwords.for("postgres/chalan_migrator"));
    this.migrated = runScript(
      `${name}-migrate`,
      context,
      {
        script: "migrate",
        environment: {
          MIGRATE: "public",
          IMAGE: context.imageId(args.appImage),
          STACK: context.identity.stack,
          MIGRATOR_DATABASE_URL: this.migratorUrl,
          SERVER: server.id,
        },
      },
      { ...child, dependsOn: [this.prepared] },
    );

    this.registerOutputs({});
  }

  /**
   * The connection URL of a login role, for containers on the data network. Passwords are base64url, so nothing needs escaping.
   *
   * @param role what the login becomes with its first breath, where it is not to stay itself
   */
  urlFor(login: pulumi.Input<string>, password: pulumi.Output<string>, role?: string): pulumi.Output<string> {
    const become = role === undefined ? "" : `?options=${encodeURIComponent(`-c role=${role}`)}`;
    return pulumi.interpolate`postgresql://${login}:${password}@${this.host}:${this.port}/${this.#name}${become}`;
  }
}
