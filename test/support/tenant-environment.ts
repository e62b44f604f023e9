import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Database } from "../../components/database.ts";
import type { StackContext } from "../../components/lib/context.ts";
import { Passwords } from "../../components/lib/secrets.ts";
import { Networks } from "../../components/networks.ts";
import { Redis } from "../../components/redis.ts";
import type { TenantEnvironment } from "../../components/tenant.ts";
import { resolveTenant, type Tenant, TenantSchema } from "../../tenants/schema.ts";

/** A tenant as the loader would give it. */
export function tenantOf(fields: Record<string, unknown> = {}): Tenant {
  return resolveTenant(
    TenantSchema.parse({ slug: "ajax", id: "ajax_001", name: "Ajax", domain: "ajax.example.com", ...fields }),
  );
}

export function stackContext(environment: "local" | "qa" | "prod" = "prod"): StackContext {
  return {
    identity: { stack: environment, environment, prefix: "chalan", suffix: "1" },
    passwords: new Passwords(pulumi.secret("sentinel-master"), 1),
    certificates: { authority: "", held: [] },
    customCertificate: (slug) => pulumi.secret(`sentinel-key-of-${slug}`),
    dockerHost: "unix:///var/run/docker.sock",
    imageId: (name) => pulumi.output(`sha256:${name}`),
  };
}

/** The shared services that a tenant stands on. */
export function tenantEnvironment(context: StackContext): TenantEnvironment {
  const options: pulumi.ComponentResourceOptions = { provider: new docker.Provider("docker", {}) };
  const subnet = "172.19.0.0/16";
  const networks = new Networks(
    "networks",
    { identity: context.identity, dataSubnet: subnet, appsSubnet: "172.20.0.0/16" },
    options,
  );
  const shared = { context, network: networks.data, subnet };
  const server = { name: "db", user: "admin", port: 5432, hostNumber: 4, memory: 512, maxConnections: 100 };
  const redis = (kind: "core" | "cache") =>
    new Redis(`redis-${kind}`, { ...shared, kind, image: "redis", memory: 64, hostNumber: 5 }, options);
  return {
    context,
    networks,
    edge: {
      network: pulumi.output("edge"),
      proxy: pulumi.output("proxy"),
      proxyId: pulumi.output("proxy-id"),
      address: pulumi.output("172.18.0.2"),
      httpsPort: pulumi.output(443),
    },
    database: new Database("database", { ...shared, ...server, image: "postgres", appImage: "app" }, options),
    redisCore: redis("core"),
    redisCache: redis("cache"),
  };
}
