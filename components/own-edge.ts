import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { Edge } from "./edge.ts";
import type { StackContext } from "./lib/context.ts";
import type { ThirdPartyImages } from "./lib/images.ts";
import { networkArgs } from "./lib/network.ts";
import type { Settings } from "./lib/settings.ts";
import { LocalAuthority, localAuthorityDirectory } from "./local-authority.ts";
import { LocalAuthorityCertificate } from "./local-authority-certificate.ts";

export interface OwnEdgeArgs {
  readonly settings: Settings;
  readonly images: ThirdPartyImages;
  readonly context: StackContext;
}

/**
 * The edge of a stack that owns one, with its network and, where the stack has one of its own, its certificate authority.
 *
 * @returns its parts by what they are, so that a guard can name them
 */
export function ownEdgeParts(
  edge: NonNullable<Settings["ownEdge"]>,
  { settings, images, context }: OwnEdgeArgs,
  child: pulumi.CustomResourceOptions,
) {
  const network = new docker.Network(
    "edge-network",
    networkArgs(context.identity, "edge", edge.network, edge.subnet),
    child,
  );
  const shared = { ...edge, networkName: network.name, context, images };
  if (edge.authority !== "local") return { edge: new Edge("edge", shared, child) };

  const certificate = new LocalAuthorityCertificate("authority-certificate", { context, images }, child);
  const authority = new LocalAuthority(
    "authority",
    { ...shared, ...settings.localAuthority, certificate },
    child,
  );
  const local = {
    authority: localAuthorityDirectory,
    authorityVolume: certificate.volume,
    authorityReady: authority.ready,
  };
  return { edge: new Edge("edge", { ...shared, ...local }, child), certificate, authority };
}
