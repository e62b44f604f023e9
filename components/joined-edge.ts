import * as pulumi from "@pulumi/pulumi";
import type { EdgeEndpoint } from "./edge.ts";

type EdgeValues = Readonly<Record<keyof EdgeEndpoint, string>>;

/**
 * The edge of another stack on the same host. A preview works before that stack exists, with an unknown edge; an update does not.
 *
 * @param stack name of the stack that owns the edge, e.g. `prod`
 * @throws (in an update) when that stack has no edge yet
 */
export function joinedEdge(stack: string): EdgeEndpoint {
  const reference = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`);
  const edge = reference.getOutput("edge").apply((value: Partial<EdgeValues> | undefined): EdgeValues => {
    if (value?.network && value.proxy && value.proxyId && value.address) return value as EdgeValues;
    if (pulumi.runtime.isDryRun())
      return {
        network: `edge-of-${stack}`,
        proxy: `proxy-of-${stack}`,
        proxyId: `container-of-proxy-of-${stack}`,
        address: `address-of-proxy-of-${stack}`,
      };
    throw new pulumi.RunError(
      `The stack ${stack} has no edge to join: bring it up first with bin/up ${stack}.`,
    );
  });
  return { network: edge.network, proxy: edge.proxy, proxyId: edge.proxyId, address: edge.address };
}
