import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { PLANS } from "../../tenants/plans.ts";
import type { TenantApplicationArgs } from "../tenant-application.ts";
import { doorUsers } from "./access.ts";
import { certificateEnvironment } from "./certificate-environment.ts";
import { containerDefaults, environmentList } from "./container.ts";
import { customCertificateName } from "./custom-certificates.ts";
import { edgeLabel, KEPT_CONNECTIONS, routeEnvironment } from "./edge-environment.ts";
import { nginxEnvironment } from "./nginx-environment.ts";

/** The tenant's nginx: its front, and the switch to its web. */
export function nginxArgs(
  { tenant, images, environment }: TenantApplicationArgs,
  logs: docker.Volume,
): docker.ContainerArgs {
  const { context, networks } = environment;
  const { nginx: limits } = PLANS[tenant.plan];
  const defaults = containerDefaults(
    { identity: context.identity, role: "nginx", limits, tenant: tenant.slug },
    30,
  );
  return {
    ...defaults,
    labels: [...defaults.labels, edgeLabel(environment.edge.network), KEPT_CONNECTIONS],
    image: context.imageId(images.front),
    envs: environmentList({
      TENANT_SCHEMA: tenant.schema,
      TENANT_ID: tenant.id,
      ENVIRONMENT: context.identity.environment,
      ...nginxEnvironment(tenant, environment.edge.address),
      ...routeEnvironment(tenant.names, 80, context.identity.environment),
      ...(tenant.certificate === "custom"
        ? { CERT_NAME: customCertificateName(context.identity.stack, tenant.slug) }
        : certificateEnvironment(tenant.names, context.certificates)),
    }),
    // A file and not an environment variable, which `docker inspect` would show.
    ...(tenant.access.basicAuth
      ? {
          uploads: [
            { file: "/etc/nginx/access/htpasswd", content: doorUsers(tenant.slug, context.passwords) },
          ],
        }
      : {}),
    // nginx cannot rotate its log by itself; here it needs no process of its own for it.
    healthcheck: healthcheck([
      "CMD-SHELL",
      "rotate-logs; exec curl --fail --silent --output /dev/null http://127.0.0.1/.nginx/healthz",
    ]),
    volumes: [{ volumeName: logs.name, containerPath: "/var/log/chalan" }],
    networksAdvanced: [{ name: networks.apps.name }],
  };
}

/** The tenant's web: the API, for this tenant only. */
export function webArgs(
  { tenant, images, environment, database }: TenantApplicationArgs,
  redis: { readonly user: string; readonly password: pulumi.Output<string> },
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
      REDIS_URL: redisCore.urlFor(redis.user, redis.password),
      REDIS_CACHE_URL: redisCache.urlFor(redis.user, redis.password),
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
