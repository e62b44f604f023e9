import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import { containerDefaults, environmentList, exclusive } from "./lib/container.ts";
import type { StackContext } from "./lib/context.ts";
import {
  companionEnvironment,
  type EdgeSettings,
  edgeLabel,
  edgeNames,
  generatorEnvironment,
  proxyMark,
} from "./lib/edge-environment.ts";
import { type ContainerRole, labelsOf } from "./lib/identity.ts";
import type { ThirdPartyImages } from "./lib/images.ts";

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
}

/**
 * The door of the host: nginx without the Docker socket, the generator that writes its configuration, and the companion that gets
 * its certificates (the split set-up of nginx-proxy). Tenants come and go without touching any of its containers.
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
    const volumes = {
      certificates: volume("certs", data),
      account: volume("acme", data),
      configuration: volume("conf", child),
      hosts: volume("vhost", child),
      challenges: volume("html", child),
    };

    const proxy = new docker.Container(`${name}-proxy`, proxyArgs(args, volumes), exclusive(child));
    new docker.Container(
      `${name}-generator`,
      generatorArgs(args, volumes),
      exclusive({ ...child, dependsOn: [proxy] }),
    );
    new docker.Container(
      `${name}-companion`,
      companionArgs(args, volumes),
      exclusive({ ...child, dependsOn: args.authorityReady ? [proxy, args.authorityReady] : [proxy] }),
    );

    this.endpoint = { network: args.networkName, proxy: proxy.name };
    this.registerOutputs(this.endpoint);
  }
}

type EdgeVolumes = Record<
  "certificates" | "account" | "configuration" | "hosts" | "challenges",
  docker.Volume
>;

function proxyArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  const publish = (port: number) => ({ internal: port, external: port, ip: args.bindAddress });
  const defaults = edgeDefaults(args, "proxy", { memory: 256, cpus: 1 });
  return {
    ...defaults,
    labels: [...defaults.labels, { label: proxyMark(args.network), value: "true" }],
    name: edgeNames(args.network).proxy,
    image: args.context.imageId(args.images.nginx),
    capabilities: {
      drops: ["ALL"],
      adds: ["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_SETGID", "CAP_SETUID"],
    },
    readOnly: true,
    tmpfs: {
      "/run": "rw,noexec,nosuid,size=1m",
      "/tmp": "rw,noexec,nosuid,size=16m",
      "/var/cache/nginx": "rw,noexec,nosuid,size=64m",
    },
    ports: [publish(args.httpPort), publish(args.httpsPort)],
    networksAdvanced: [{ name: args.networkName, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.proxy) }],
    volumes: [
      mount(volumes.configuration, "/etc/nginx/conf.d", true),
      mount(volumes.certificates, "/etc/nginx/certs", true),
      mount(volumes.hosts, "/etc/nginx/vhost.d", true),
      mount(volumes.challenges, "/usr/share/nginx/html", true),
    ],
  };
}

function generatorArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  return {
    ...edgeDefaults(args, "generator", { memory: 64, cpus: 0.5 }),
    name: edgeNames(args.network).generator,
    image: args.context.imageId(args.images.generator),
    // It talks to the engine's socket only. The socket is root on the host: nothing may reach this container.
    networkMode: "none",
    envs: environmentList(generatorEnvironment(args)),
    volumes: [
      { hostPath: "/var/run/docker.sock", containerPath: "/tmp/docker.sock", readOnly: true },
      mount(volumes.configuration, "/etc/nginx/conf.d"),
      mount(volumes.certificates, "/etc/nginx/certs", true),
      mount(volumes.hosts, "/etc/nginx/vhost.d", true),
      mount(volumes.challenges, "/usr/share/nginx/html", true),
    ],
  };
}

function companionArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  const trusted = args.authorityVolume;
  return {
    ...edgeDefaults(args, "companion", { memory: 128, cpus: 0.5 }),
    name: edgeNames(args.network).companion,
    image: args.context.imageId(args.images.companion),
    envs: environmentList(
      companionEnvironment(args, trusted === undefined ? undefined : "/etc/authority/ca.pem"),
    ),
    networksAdvanced: [
      { name: args.networkName, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.companion) },
    ],
    volumes: [
      { hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock", readOnly: true },
      mount(volumes.certificates, "/etc/nginx/certs"),
      mount(volumes.challenges, "/usr/share/nginx/html"),
      mount(volumes.account, "/etc/acme.sh"),
      ...(trusted === undefined
        ? []
        : [{ volumeName: trusted, containerPath: "/etc/authority", readOnly: true }]),
    ],
  };
}

function edgeDefaults(args: EdgeArgs, role: ContainerRole, limits: { memory: number; cpus: number }) {
  const defaults = containerDefaults({ identity: args.context.identity, role, limits }, 30);
  return {
    ...defaults,
    labels: [...defaults.labels, edgeLabel(args.network)],
  };
}

function mount(volume: docker.Volume, containerPath: string, readOnly = false) {
  return { volumeName: volume.name, containerPath, readOnly };
}
