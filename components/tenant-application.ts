import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { keyPrefix, redisUser } from "../tenants/naming.ts";
import type { Tenant } from "../tenants/schema.ts";
import { exclusive, overlapping } from "./lib/container.ts";
import { labelsOf, tenantName } from "./lib/identity.ts";
import type { appImages } from "./lib/images.ts";
import { installCertificate } from "./lib/install-certificate.ts";
import { setRedisUser } from "./lib/redis-user.ts";
import { runScript } from "./lib/script.ts";
import { nginxArgs, webArgs } from "./lib/tenant-containers.ts";
import type { TenantEnvironment } from "./tenant.ts";
import type { TenantDatabase } from "./tenant-database.ts";

export interface TenantApplicationArgs {
  readonly tenant: Tenant;
  readonly images: ReturnType<typeof appImages>;
  readonly environment: TenantEnvironment;
  readonly database: TenantDatabase;
}

/**
 * The containers that serve a tenant. Both start out of reach and are let in by a join step once they are ready: web to its nginx, nginx
 * to the edge. So a version that never gets ready never takes a request, and the old one serves on.
 */
export function tenantApplication(
  name: string,
  args: TenantApplicationArgs,
  child: pulumi.CustomResourceOptions,
): void {
  const { tenant, environment } = args;
  const { context } = environment;

  // Goes with its tenant's containers: what nobody rotates any more must not stay, as it holds addresses of people.
  const logs = new docker.Volume(
    `${name}-logs`,
    {
      name: `chalan-${context.identity.stack}-${tenant.slug}-logs`,
      labels: labelsOf(context.identity, "logs", tenant.slug),
    },
    child,
  );
  const nginx = new docker.Container(
    tenantName(context.identity, tenant.slug, "nginx"),
    nginxArgs(args, logs),
    containerOptions(tenant.addresses?.nginx, { ...child, dependsOn: certificateSteps(name, args, child) }),
  );
  const web = tenant.state === "active" ? [joinedWeb(name, args, nginx, child)] : [];
  runScript(
    `${name}-join-nginx`,
    context,
    {
      script: "join-nginx",
      environment: {
        CONTAINER: nginx.id,
        ...frontDoor(args),
        ADDRESS: tenant.addresses?.nginx ?? "",
        STACK: context.identity.stack,
        TENANT: tenant.slug,
      },
    },
    { ...child, dependsOn: web },
  );
}

/** @returns the steps after which the edge has the tenant's own certificate; none where the companion gets one */
function certificateSteps(
  name: string,
  { tenant, environment: { context, edge } }: TenantApplicationArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  if (tenant.certificate !== "custom") return [];
  return [installCertificate(`${name}-certificate`, context, { slug: tenant.slug, edge }, child)];
}

/** @returns the step after which the tenant's nginx passes requests on to the web container */
function joinedWeb(
  name: string,
  args: TenantApplicationArgs,
  nginx: docker.Container,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { tenant, environment, database } = args;
  const { context, networks } = environment;
  // A user of its own for every version of the password, as in the database: while web is replaced, both have to connect.
  const version = context.passwords.versionOf(tenant.passwordVersion);
  const redisLogin = redisUser(tenant.slug, version);
  const redisPassword = context.passwords.for(`redis/${redisLogin}`);

  const files = new docker.Volume(
    `${name}-files`,
    {
      name: `chalan-${context.identity.stack}-${tenant.slug}-files`,
      labels: labelsOf(context.identity, "files", tenant.slug),
    },
    { ...child, retainOnDelete: true },
  );
  const user = setRedisUser(
    `${name}-redis-user-${version}`,
    {
      context,
      user: redisLogin,
      prefix: keyPrefix(tenant.slug),
      password: redisPassword,
      core: environment.redisCore,
      cache: environment.redisCache,
    },
    child,
  );
  const web = new docker.Container(
    tenantName(context.identity, tenant.slug, "web"),
    webArgs(args, { user: redisLogin, password: redisPassword }, files),
    containerOptions(tenant.addresses?.web, { ...child, dependsOn: [database.migrated, user] }),
  );
  return runScript(
    `${name}-join-web`,
    context,
    {
      script: "join-web",
      environment: {
        CONTAINER: web.id,
        NAME: web.name,
        APPS_NETWORK: networks.apps.name,
        NGINX: nginx.id,
        ...frontDoor(args),
      },
    },
    child,
  );
}

/** The way by which requests come to the tenant, and what is answered there when all is well. */
function frontDoor({ tenant, environment: { edge } }: TenantApplicationArgs) {
  const served = tenant.state === "active" && !tenant.maintenance;
  return {
    PROXY: edge.proxy,
    EDGE_NETWORK: edge.network,
    HOST: tenant.canonical,
    READY_PATH: served ? "/readyz" : "/.nginx/healthz",
  };
}

/** A pinned address can only be held by one container at a time. */
function containerOptions(pinned: string | undefined, options: pulumi.CustomResourceOptions) {
  return pinned === undefined ? overlapping(options) : exclusive(options);
}
