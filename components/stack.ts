import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import type { Tenant as TenantDefinition } from "../tenants/schema.ts";
import { Database } from "./database.ts";
import type { EdgeEndpoint } from "./edge.ts";
import { EdgeGuard } from "./edge-guard.ts";
import { Images } from "./images.ts";
import { joinedEdge } from "./joined-edge.ts";
import type { StackContext } from "./lib/context.ts";
import { appImages, type ThirdPartyImages } from "./lib/images.ts";
import type { MailSettings } from "./lib/mail-settings.ts";
import type { Passwords } from "./lib/secrets.ts";
import type { Settings } from "./lib/settings.ts";
import { Networks } from "./networks.ts";
import { ownEdgeParts } from "./own-edge.ts";
import { Pgadmin } from "./pgadmin.ts";
import { Redis } from "./redis.ts";
import { Tenant } from "./tenant.ts";
import { Worker } from "./worker.ts";

export interface StackArgs {
  readonly stack: string;
  readonly settings: Settings;
  readonly tenants: readonly TenantDefinition[];
  readonly passwords: Passwords;
  readonly mail: MailSettings;
  readonly images: ThirdPartyImages;
  readonly customCertificate: StackContext["customCertificate"];
  /** Names for which no certificate is to be asked at present. */
  readonly heldNames: readonly string[];
  /** Image ids that are known already, by image name. */
  readonly resolvedImages: Readonly<Record<string, string>>;
}

/** Everything that one stack has on the host. The order of the lines is the order in which things come up. */
export class Stack extends pulumi.ComponentResource {
  readonly edge: EdgeEndpoint;
  /** pgAdmin's first password, a secret; nothing where the stack has no pgAdmin. */
  readonly pgadminPassword: pulumi.Output<string> | undefined;

  constructor(name: string, args: StackArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:stack:Stack", name, {}, options);
    const { settings, images, tenants } = args;
    const { database: databaseSettings, subnets, redis } = settings;
    const child = { parent: this };
    const appImage = appImages(settings.appVersion).app;

    const imageIds = new Images("images", { names: usedImages(args), resolved: args.resolvedImages }, child);
    const context: StackContext = {
      identity: { stack: args.stack, environment: settings.environment, ...settings.names },
      passwords: args.passwords,
      customCertificate: args.customCertificate,
      certificates: { authority: settings.authority ?? "", held: args.heldNames },
      dockerHost: settings.dockerHost,
      imageId: (image) => imageIds.idOf(image),
    };
    const ownEdge = settings.ownEdge && ownEdgeParts(settings.ownEdge, { settings, images, context }, child);
    this.edge = ownEdge?.edge.endpoint ?? joinedEdge(settings.joinedStack);
    const networks = new Networks(
      "networks",
      { identity: context.identity, dataSubnet: subnets.data, appsSubnet: subnets.apps },
      child,
    );
    const data = { context, network: networks.data, subnet: subnets.data };
    const database = new Database(
      "database",
      { ...data, ...databaseSettings, image: images.postgres, appImage },
      child,
    );
    const redisCore = new Redis(
      "redis-core",
      { ...data, kind: "core", image: images.redis, memory: redis.core, hostNumber: HOST_NUMBERS.redisCore },
      child,
    );
    const redisCache = new Redis(
      "redis-cache",
      {
        ...data,
        kind: "cache",
        image: images.redis,
        memory: redis.cache,
        hostNumber: HOST_NUMBERS.redisCache,
      },
      child,
    );
    const worker = new Worker(
      "worker",
      { ...data, appImage, database, redisCore, redisCache, mail: args.mail },
      child,
    );
    const pgadmin =
      settings.pgadmin &&
      new Pgadmin(
        "pgadmin",
        {
          ...data,
          ...settings.pgadmin,
          image: images.pgadmin,
          edge: this.edge,
          edgeAddress: settings.ownEdge ? addressOf(settings.ownEdge.subnet, HOST_NUMBERS.pgadmin) : "",
          database: databaseSettings,
          databaseHost: database.host,
        },
        child,
      );
    this.pgadminPassword = pgadmin?.password;

    const environment = { context, edge: this.edge, networks, database, redisCore, redisCache };
    const tenantParts = tenants.map((tenant) => {
      const version = tenant.version ?? settings.appVersion;
      return new Tenant(`tenant-${tenant.slug}`, { tenant, images: appImages(version), environment }, child);
    });

    if (ownEdge) {
      const services = [
        imageIds,
        networks,
        database,
        redisCore,
        redisCache,
        worker,
        ...(pgadmin ? [pgadmin] : []),
      ];
      const guarded = [...Object.values(ownEdge), ...services, ...tenantParts];
      new EdgeGuard("edge-guard", { context, network: this.edge.network, guarded }, child);
    }

    this.registerOutputs({ edge: this.edge });
  }
}

/** Every image that the stack's containers run, and no other: an edge that is joined brings its own. */
function usedImages({ settings, images, tenants }: StackArgs): string[] {
  const edge =
    settings.ownEdge === undefined
      ? []
      : [images.nginx, images.socketFilter, images.generator, images.companion];
  const authority = settings.ownEdge?.authority === "local" ? [images.pebble, images.dnsServer] : [];
  const pgadmin = settings.pgadmin === undefined ? [] : [images.pgadmin];
  const versions = [settings.appVersion, ...tenants.map((tenant) => tenant.version ?? settings.appVersion)];
  const apps = versions.flatMap((version) => Object.values(appImages(version)));
  return [...new Set([...edge, ...authority, images.postgres, images.redis, ...pgadmin, ...apps])];
}
