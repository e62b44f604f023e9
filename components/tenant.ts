import * as pulumi from "@pulumi/pulumi";
import type { Tenant as TenantDefinition } from "../tenants/schema.ts";
import type { Database } from "./database.ts";
import type { EdgeEndpoint } from "./edge.ts";
import type { StackContext } from "./lib/context.ts";
import type { appImages } from "./lib/images.ts";
import type { Networks } from "./networks.ts";
import type { Redis } from "./redis.ts";
import { tenantApplication } from "./tenant-application.ts";
import { tenantDatabase } from "./tenant-database.ts";

/** What all tenants of a stack share. */
export interface TenantEnvironment {
  readonly context: StackContext;
  readonly edge: EdgeEndpoint;
  readonly networks: Networks;
  readonly database: Database;
  readonly redisCore: Redis;
  readonly redisCache: Redis;
}

export interface TenantArgs {
  readonly tenant: TenantDefinition;
  readonly images: ReturnType<typeof appImages>;
  readonly environment: TenantEnvironment;
}

/** One company: its role and schema, its Redis user, its files, and the two containers that serve it. */
export class Tenant extends pulumi.ComponentResource {
  constructor(name: string, args: TenantArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:tenant:Tenant", name, {}, options);
    const { tenant, images, environment } = args;

    const database = tenantDatabase(
      `${name}-database`,
      {
        context: environment.context,
        tenant,
        database: environment.database,
        appImage: images.app,
      },
      this.#child(`${name}-database`, "TenantDatabase"),
    );
    if (tenant.state !== "archived") {
      tenantApplication(
        name,
        { tenant, images, environment, database },
        this.#child(`${name}-application`, "TenantApplication"),
      );
    }

    this.registerOutputs({});
  }
  /** @param former the component that the part's resources were children of until it was found to cost more than it told */
  #child(name: string, former: string): pulumi.CustomResourceOptions {
    return {
      parent: this,
      aliases: [{ parent: pulumi.createUrn(name, `chalan:tenant:${former}`, this) }],
    };
  }
}
