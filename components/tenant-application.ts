import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { keyPrefix, redisUser } from "../tenants/naming.ts";
import { PLANS } from "../tenants/plans.ts";
import type { Tenant } from "../tenants/schema.ts";
import { containerDefaults, environmentList, exclusive, overlapping } from "./lib/container.ts";
import { edgeLabel, routeEnvironment } from "./lib/edge-environment.ts";
import { labelsOf, tenantName } from "./lib/identity.ts";
import type { appImages } from "./lib/images.ts";
import { setRedisUser } from "./lib/redis-user.ts";
import { runScript } from "./lib/script.ts";
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
export class TenantApplication extends pulumi.ComponentResource {
  constructor(name: string, args: TenantApplicationArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:tenant:TenantApplication", `${name}-application`, {}, options);
    const { tenant, environment } = args;
    const { context } = environment;
    const child = { parent: this };

    const nginx = new docker.Container(
      tenantName(context.identity, tenant.slug, "nginx"),
      nginxArgs(args),
      containerOptions(tenant.addresses?.nginx, child),
    );
    const web = tenant.state === "active" ? [this.#web(name, args, nginx)] : [];
    runScript(
      `${name}-join-nginx`,
      context,
      {
        script: "join-nginx",
        environment: {
          CONTAINER: nginx.id,
          PROXY: environment.edge.proxy,
          EDGE_NETWORK: environment.edge.network,
          ADDRESS: tenant.addresses?.nginx ?? "",
          HOST: tenant.domain,
          READY_PATH: tenant.state === "active" ? "/readyz" : "/.nginx/healthz",
        },
      },
      { ...child, dependsOn: web },
    );

    this.registerOutputs({});
  }

  /** @returns the step after which the tenant's nginx passes requests on to the web container */
  #web(name: string, args: TenantApplicationArgs, nginx: docker.Container): pulumi.Resource {
    const { tenant, environment, database } = args;
    const { context, networks } = environment;
    const child = { parent: this };
    const redisPassword = context.passwords.for(`redis/${redisUser(tenant.slug)}`);

    const files = new docker.Volume(
      `${name}-files`,
      {
        name: `chalan-${context.identity.stack}-${tenant.slug}-files`,
        labels: labelsOf(context.identity, "files", tenant.slug),
      },
      { ...child, retainOnDelete: true },
    );
    const user = setRedisUser(
      `${name}-redis-user`,
      {
        context,
        user: redisUser(tenant.slug),
        prefix: keyPrefix(tenant.slug),
        password: redisPassword,
        core: environment.redisCore,
        cache: environment.redisCache,
      },
      child,
    );
    const web = new docker.Container(
      tenantName(context.identity, tenant.slug, "web"),
      webArgs(args, redisPassword, files),
      containerOptions(tenant.addresses?.web, { ...child, dependsOn: [database.migrated, user] }),
    );
    return runScript(
      `${name}-join-web`,
      context,
      {
        script: "join-web",
        environment: { CONTAINER: web.id, NAME: web.name, APPS_NETWORK: networks.apps.name, NGINX: nginx.id },
      },
      child,
    );
  }
}

/** A pinned address can only be held by one container at a time. */
function containerOptions(pinned: string | undefined, options: pulumi.CustomResourceOptions) {
  return pinned === undefined ? overlapping(options) : exclusive(options);
}

function nginxArgs({ tenant, images, environment }: TenantApplicationArgs): docker.ContainerArgs {
  const { context, networks } = environment;
  const { nginx: limits } = PLANS[tenant.plan];
  const defaults = containerDefaults(
    { identity: context.identity, role: "nginx", limits, tenant: tenant.slug },
    30,
  );
  return {
    ...defaults,
    labels: [...defaults.labels, edgeLabel(environment.edge.network)],
    image: context.imageId(images.front),
    envs: environmentList({
      TENANT_SCHEMA: tenant.schema,
      TENANT_ID: tenant.id,
      TENANT_STATE: tenant.state,
      ENVIRONMENT: context.identity.environment,
      SERVER_NAMES: tenant.names.join(" "),
      API_NAMES: tenant.apiDomain,
      ...routeEnvironment(tenant.names, 80),
    }),
    healthcheck: healthcheck([
      "CMD",
      "curl",
      "--fail",
      "--silent",
      "--output",
      "/dev/null",
      "http://127.0.0.1/.nginx/healthz",
    ]),
    networksAdvanced: [{ name: networks.apps.name }],
  };
}

function webArgs(
  { tenant, images, environment, database }: TenantApplicationArgs,
  redisPassword: pulumi.Output<string>,
  files: docker.Volume,
): docker.ContainerArgs {
  const { context, networks, redisCore, redisCache } = environment;
  const plan = PLANS[tenant.plan];
  return {
    ...containerDefaults(
      { identity: context.identity, role: "web", limits: plan.web, tenant: tenant.slug },
      30,
    ),
    image: context.imageId(images.app),
    readOnly: true,
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=64m" },
    envs: environmentList({
      TENANT_SLUG: tenant.slug,
      TENANT_ID: tenant.id,
      TENANT_SCHEMA: tenant.schema,
      TENANT_MODE: "schema",
      ENVIRONMENT: context.identity.environment,
      DATABASE_URL: database.url,
      DATABASE_POOL_MAX: String(plan.database.pool),
      REDIS_URL: redisCore.urlFor(redisUser(tenant.slug), redisPassword),
      REDIS_CACHE_URL: redisCache.urlFor(redisUser(tenant.slug), redisPassword),
    }),
    healthcheck: healthcheck(["CMD", "node", "-e", livenessProbe]),
    volumes: [{ volumeName: files.name, containerPath: "/var/lib/chalan" }],
    networksAdvanced: [{ name: networks.data.name, ipv4Address: tenant.addresses?.web }],
  };
}

/** Node is the one program that the image is sure to have. */
const livenessProbe =
  'require("http").get("http://127.0.0.1:8000/healthz",(answer)=>process.exit(answer.statusCode===200?0:1)).on("error",()=>process.exit(1))';

/**
 * A check for the eyes of an operator. It must be rare: an exec check costs some 50 ms of a core, and one a second in 60 containers kept
 * two cores busy (measured). Deploys do not wait for it; their gates ask the container themselves.
 */
function healthcheck(tests: string[]) {
  return { tests, interval: "5m0s", timeout: "10s", retries: 3, startPeriod: "1m0s" };
}
