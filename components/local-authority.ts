import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, HOST_NUMBERS } from "../tenants/addresses.ts";
import { containerDefaults, exclusive } from "./lib/container.ts";
import { sharedName } from "./lib/identity.ts";
import { runScript } from "./lib/script.ts";

import type {
  LocalAuthorityCertificate,
  LocalAuthorityCertificateArgs,
} from "./local-authority-certificate.ts";

/** Where pebble answers ACME clients on the edge network. */
export const localAuthorityDirectory = "https://pebble:14000/dir";

export interface LocalAuthorityArgs extends LocalAuthorityCertificateArgs {
  readonly certificate: LocalAuthorityCertificate;
  /** The edge network. */
  readonly networkName: pulumi.Output<string>;
  readonly subnet: string;
  /** The edge's ports: the authority validates through them. */
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Loopback port of the host where the authority's root certificate can be fetched. */
  readonly managementPort: number;
}

/** A certificate authority for one machine: pebble, and a DNS server that says every name is the edge. */
export class LocalAuthority extends pulumi.ComponentResource {
  /** Whoever asks for certificates depends on this: a companion that finds no authority tries again after an hour. */
  readonly ready: pulumi.Resource;

  constructor(name: string, args: LocalAuthorityArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:authority:LocalAuthority", name, {}, options);
    const child = exclusive({ parent: this, dependsOn: [args.certificate.ready] });

    const dns = new docker.Container(`${name}-dns`, dnsArgs(args), child);
    const pebble = new docker.Container(`${name}-pebble`, pebbleArgs(args), {
      ...child,
      dependsOn: [args.certificate.ready, dns],
    });

    this.ready = runScript(
      `${name}-ready`,
      args.context,
      { script: "wait-authority", environment: { CONTAINER: pebble.id, PORT: String(args.managementPort) } },
      { parent: this },
    );

    this.registerOutputs({});
  }
}

function dnsArgs(args: LocalAuthorityArgs): docker.ContainerArgs {
  const { context, networkName, subnet } = args;
  return {
    ...containerDefaults({ identity: context.identity, role: "dns", limits: { memory: 32, cpus: 0.25 } }, 5),
    name: sharedName(context.identity, "dns"),
    image: context.imageId(args.images.dnsServer),
    command: [
      `-defaultIPv4=${addressOf(subnet, HOST_NUMBERS.proxy)}`,
      // Empty means off. The provider takes no empty argument, so each has its name before it.
      ...["-defaultIPv6=", "-http01=", "-https01=", "-tlsalpn01=", "-doh="],
      ...["-dnsserver=:8053", "-management=:8055"],
    ],
    networksAdvanced: [{ name: networkName, ipv4Address: addressOf(subnet, HOST_NUMBERS.authorityDns) }],
  };
}

function pebbleArgs(args: LocalAuthorityArgs): docker.ContainerArgs {
  const { context, networkName, subnet } = args;
  return {
    ...containerDefaults(
      { identity: context.identity, role: "certificate-authority", limits: { memory: 64, cpus: 0.25 } },
      5,
    ),
    name: sharedName(context.identity, "pebble"),
    image: context.imageId(args.images.pebble),
    command: [
      "-config",
      "/etc/pebble.json",
      "-dnsserver",
      `${addressOf(subnet, HOST_NUMBERS.authorityDns)}:8053`,
    ],
    // No artificial delays and no rejected nonces: this authority is for use, not for testing clients.
    envs: ["PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0"],
    uploads: [{ file: "/etc/pebble.json", content: JSON.stringify(pebbleConfiguration(args)) }],
    volumes: [{ volumeName: args.certificate.volume, containerPath: "/etc/authority", readOnly: true }],
    ports: [{ internal: 15000, external: args.managementPort, ip: "127.0.0.1" }],
    networksAdvanced: [
      { name: networkName, ipv4Address: addressOf(subnet, HOST_NUMBERS.authority), aliases: ["pebble"] },
    ],
  };
}

function pebbleConfiguration({ httpPort, httpsPort }: LocalAuthorityArgs) {
  return {
    pebble: {
      listenAddress: "0.0.0.0:14000",
      managementListenAddress: "0.0.0.0:15000",
      certificate: "/etc/authority/certificate.pem",
      privateKey: "/etc/authority/key.pem",
      httpPort,
      tlsPort: httpsPort,
      ocspResponderURL: "",
      externalAccountBindingRequired: false,
      retryAfter: { authz: 1, order: 1 },
    },
  };
}
