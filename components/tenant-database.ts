import * as postgresql from "@pulumi/postgresql";
import type * as pulumi from "@pulumi/pulumi";
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
}

export interface TenantDatabase {
  /** Connection URL of the tenant's login, which becomes the tenant's role; a secret. */
  readonly url: pulumi.Output<string>;
  /** Whoever uses the schema depends on this. */
  readonly migrated: pulumi.Resource;
}

/** A tenant's own role and schema, with the migrations of the tenant's version applied, and the login of its web. */
export function tenantDatabase(
  name: string,
  args: TenantDatabaseArgs,
  child: pulumi.CustomResourceOptions,
): TenantDatabase {
  const { context, tenant, database } = args;

  const role = new postgresql.Role(
    `${name}-role`,
    { name: tenant.role, login: false, inherit: true, roles: ["tenant_app"] },
    { ...child, dependsOn: [database.prepared] },
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
    { ...child, retainOnDelete: true },
  );
  const migrated = runScript(
    `${name}-migrate`,
    context,
    {
      script: "migrate-tenant",
      onDelete: "retire-tenant",
      environment: {
        TENANT: tenantJson(tenant),
        STATE: tenant.state,
        ROLE: role.name,
        IMAGE: context.imageId(args.appImage),
        STACK: context.identity.stack,
        MIGRATOR_DATABASE_URL: database.migratorUrl,
        SERVER: database.serverId,
      },
    },
    { ...child, dependsOn: [database.migrated, role, schema] },
  );
  return { url: loginUrl(name, args, role, child), migrated };
}

/**
 * A login of its own for every version of the password: PostgreSQL keeps one password per login, and while web is replaced both the old
 * one and the new one must be able to connect. It owns nothing, and becomes the tenant's role with its first breath.
 */
function loginUrl(
  name: string,
  { context, tenant, database }: TenantDatabaseArgs,
  role: postgresql.Role,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
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
    child,
  );
  return database.urlFor(user, password, tenant.role);
}
