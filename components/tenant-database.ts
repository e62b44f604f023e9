import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { loginName } from "../tenants/naming.ts";
import { PLANS } from "../tenants/plans.ts";
import type { Tenant } from "../tenants/schema.ts";
import type { Database } from "./database.ts";
import type { StackContext } from "./lib/context.ts";
import { runScript } from "./lib/script.ts";
import { tenantJson } from "./lib/tenant-json.ts";

export interface TenantDatabaseArgs {
  readonly context: StackContext;
  readonly tenant: Tenant;
  readonly database: Database;
  /** The app's image of this tenant's version: it carries the migrations. */
  readonly appImage: string;
  readonly networkName: pulumi.Input<string>;
}

/** A tenant's own role and schema, with the migrations of the tenant's version applied, and the login of its web. */
export class TenantDatabase extends pulumi.ComponentResource {
  /** Connection URL of the tenant's login, which becomes the tenant's role; a secret. */
  readonly url: pulumi.Output<string>;
  /** Whoever uses the schema depends on this. */
  readonly migrated: pulumi.Resource;

  constructor(name: string, args: TenantDatabaseArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:tenant:TenantDatabase", name, {}, options);
    const { context, tenant, database } = args;

    const role = new postgresql.Role(
      `${name}-role`,
      { name: tenant.role, login: false, inherit: true, roles: ["tenant_app"] },
      { parent: this, dependsOn: [database.prepared] },
    );
    const schema = new postgresql.Schema(
      `${name}-schema`,
      {
        name: tenant.schema,
        owner: "chalan_ddl",
        // The policies must stay as long as the schema: without them the order in which the two are deleted is free, and fails.
        policies: [
          { role: "chalan_ddl", usage: true, create: true },
          { role: role.name, usage: true },
        ],
        dropCascade: false,
      },
      // Removing a tenant from the file never drops its data.
      { parent: this, retainOnDelete: true },
    );
    // The worker becomes the tenant's role for the tenant's jobs, and cannot any more once the tenant is not active.
    const worker =
      tenant.state === "active"
        ? [
            runScript(
              `${name}-worker`,
              context,
              {
                script: "allow-worker",
                onDelete: "forbid-worker",
                environment: { SERVER: database.serverId, ROLE: role.name },
              },
              { parent: this },
            ),
          ]
        : [];
    this.migrated = runScript(
      `${name}-migrate`,
      context,
      {
        script: "migrate",
        onDelete: "retire-tenant",
        environment: {
          MIGRATE: "tenant",
          TENANT: tenantJson(tenant),
          IMAGE: context.imageId(args.appImage),
          NETWORK: args.networkName,
          STACK: context.identity.stack,
          MIGRATOR_DATABASE_URL: database.migratorUrl,
          SERVER: database.serverId,
        },
      },
      { parent: this, dependsOn: [database.migrated, role, schema, ...worker] },
    );
    this.url = this.#login(name, args, role);

    this.registerOutputs({});
  }

  /**
   * A login of its own for every version of the password: PostgreSQL keeps one password per login, and while web is replaced both the old
   * one and the new one must be able to connect. It owns nothing, and becomes the tenant's role with its first breath.
   */
  #login(name: string, { context, tenant, database }: TenantDatabaseArgs, role: postgresql.Role) {
    const version = context.passwords.versionOf(tenant.passwordVersion);
    const login = loginName(tenant.role, version);
    const password = context.passwords.for(`postgres/${login}`);
    const { name: user } = new postgresql.Role(
      `${name}-login-${version}`,
      {
        name: login,
        password,
        // An archived tenant keeps its data; nobody gets in.
        login: tenant.state !== "archived",
        inherit: true,
        roles: [role.name],
        searchPaths: [tenant.schema],
        connectionLimit: PLANS[tenant.plan].database.connections,
        statementTimeout: 15_000,
      },
      { parent: this },
    );
    return database.urlFor(user, password, tenant.role);
  }
}
