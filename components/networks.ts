import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { StackIdentity } from "./lib/identity.ts";
import { networkArgs } from "./lib/network.ts";

export interface NetworksArgs {
  readonly identity: StackIdentity;
  /** Carries the database, Redis, pgAdmin, the worker and the webs. Not `internal` for Docker: the database is published on the host's loopback. */
  readonly dataSubnet: string;
  /** Carries the way from a tenant's nginx to its web, and nothing else; it has no way out. */
  readonly appsSubnet: string;
}

/** The private networks of a stack. The edge network belongs to the edge, which stacks can share. */
export class Networks extends pulumi.ComponentResource {
  readonly data: docker.Network;
  readonly apps: docker.Network;

  constructor(name: string, args: NetworksArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:networks:Networks", name, {}, options);
    const argsOf = (role: string, subnet: string) =>
      networkArgs(args.identity, role, `chalan-${args.identity.stack}-${role}`, subnet);

    this.data = new docker.Network(`${name}-data`, argsOf("data", args.dataSubnet), {
      parent: this,
    });
    this.apps = new docker.Network(
      `${name}-apps`,
      { ...argsOf("apps", args.appsSubnet), internal: true },
      { parent: this },
    );

    this.registerOutputs({ data: this.data.name, apps: this.apps.name });
  }
}
