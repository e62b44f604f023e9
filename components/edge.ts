import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import { exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import {
  companionArgs,
  type EdgeVolumes,
  filterArgs,
  generatorArgs,
  proxyArgs,
} from "./lib/edge-containers.ts";
import type { EdgeSettings } from "./lib/edge-environment.ts";
import { labelsOf } from "./lib/identity.ts";
import type { ThirdPartyImages } from "./lib/images.ts";
import { runScript } from "./lib/script.ts";

export interface EdgeArgs extends EdgeSettings {
  readonly context: StackContext;
  readonly images: ThirdPartyImages;
  /** The edge network, made by the stack that owns the edge. */
  readonly networkName: pulumi.Output<string>;
  /** A volume with `ca.pem`, for an authority that the system does not trust (the `local` stack's). */
  readonly authorityVolume?: pulumi.Input<string>;
  /** What the companion must not be started before. */
  readonly authorityReady?: pulumi.Resource;
}

/** What other components, and other stacks, need to join an edge. */
export interface EdgeEndpoint {
  readonly network: pulumi.Output<string>;
  readonly proxy: pulumi.Output<string>;
  /** Id of the proxy's container: with a new one the certificates' volume can be a new one too, so what is put there is put again. */
  readonly proxyId: pulumi.Output<string>;
  /** The proxy's address on the edge network: whom a tenant's nginx believes about a client's address. */
  readonly address: pulumi.Output<string>;
  /** The port at which the host takes HTTPS: part of every address that its names are given out with. */
  readonly httpsPort: pulumi.Output<number>;
}

/**
 * The door of the host: nginx without the Docker socket, the generator that writes its configuration, the companion that gets its
 * certificates (the split set-up of nginx-proxy), and the filter through which these two see the engine. Tenants come and go without
 * touching any of its containers.
 */
export class Edge extends pulumi.ComponentResource {
  readonly endpoint: EdgeEndpoint;

  constructor(name: string, args: EdgeArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:edge:Edge", name, {}, options);
    const { context } = args;
    const child = { parent: this };
    const data = { ...child, protect: true, retainOnDelete: true };

    const volume = (role: string, volumeOptions: pulumi.CustomResourceOptions) =>
      new docker.Volume(
        `${name}-${role}`,
        { name: `${args.network}-${role}`, labels: labelsOf(context.identity, role) },
        volumeOptions,
      );
    const volumes: EdgeVolumes = {
      certificates: volume("certs", data),
      account: volume("acme", data),
      configuration: volume("conf", child),
      hosts: volume("vhost", child),
      challenges: volume("html", child),
      socket: volume("socket", child),
    };

    const proxy = new docker.Container(`${name}-proxy`, proxyArgs(args, volumes), exclusive(child));
    const filter = new docker.Container(`${name}-filter`, filterArgs(args, volumes), exclusive(child));
    const generator = new docker.Container(
      `${name}-generator`,
      generatorArgs(args, volumes),
      exclusive({ ...child, dependsOn: [proxy, filter] }),
    );
    const reloaded = runScript(
      `${name}-reload`,
      context,
      { script: "reload-edge", environment: { PROXY: proxy.id, GENERATOR: generator.id } },
      child,
    );
    new docker.Container(
      `${name}-companion`,
      companionArgs(args, volumes),
      exclusive({
        ...child,
        // Asking for certificates before nginx can show the proofs would count as failures at the authority.
        dependsOn: [reloaded, ...(args.authorityReady ? [args.authorityReady] : [])],
      }),
    );

    this.endpoint = {
      network: args.networkName,
      proxy: proxy.name,
      proxyId: proxy.id,
      address: pulumi.output(addressOf(args.subnet, HOST_NUMBERS.proxy)),
      httpsPort: pulumi.output(args.httpsPort),
    };
    this.registerOutputs(this.endpoint);
  }
}
