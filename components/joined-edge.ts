import * as pulumi from "@pulumi/pulumi";
import type { EdgeEndpoint } from "./edge.ts";

type EdgeValues = { readonly [Key in keyof EdgeEndpoint]: pulumi.Unwrap<EdgeEndpoint[Key]> };

/**
 * The edge of another stack on the same host. A preview works before that stack exists, with an unknown edge; an update does not.
 *
 * @param stack name of the stack that owns the edge, e.g. `prod`
 * @throws (in an update) when that stack has no edge yet
 */
export function joinedEdge(stack: string): EdgeEndpoint {
  const reference = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`);
  const { network, proxy, proxyId, address, httpsPort } = reference
    .getOutput("edge")
    .apply((found) => (pulumi.runtime.isDryRun() ? foreseenEdge(stack, found) : wholeEdge(stack, found)));
  return { network, proxy, proxyId, address, httpsPort };
}

/** @throws RunError when something is missing: the stack is not up, or was brought up by a release that did not say it */
export function wholeEdge(stack: string, found: Partial<EdgeValues> | undefined): EdgeValues {
  const { network, proxy, proxyId, address, httpsPort } = found ?? {};
  if (network && proxy && proxyId && address && httpsPort)
    return { network, proxy, proxyId, address, httpsPort };
  throw new pulumi.RunError(
    `The stack ${stack} does not say all about the edge that is to be joined: bring it up first with bin/up ${stack}.`,
  );
}

/** What is known of the edge before its stack was brought up. */
const foreseenEdge = (stack: string, found: Partial<EdgeValues> | undefined): EdgeValues => ({
  network: `edge-of-${stack}`,
  proxy: `proxy-of-${stack}`,
  proxyId: `container-of-proxy-of-${stack}`,
  address: `address-of-proxy-of-${stack}`,
  httpsPort: 443,
  ...found,
});
