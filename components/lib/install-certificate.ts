import type * as pulumi from "@pulumi/pulumi";
import type { EdgeEndpoint } from "../edge.ts";
import type { StackContext } from "./context.ts";
import { customCertificateName } from "./custom-certificates.ts";
import { runScript } from "./script.ts";

/**
 * Puts a tenant's own certificate among those of the edge, and takes it away with the tenant. The text goes through a pipe only; a new
 * one is served after a reload of nginx, without a new container.
 */
export function installCertificate(
  name: string,
  context: StackContext,
  { slug, edge }: { slug: string; edge: EdgeEndpoint },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { stack } = context.identity;
  return runScript(
    name,
    context,
    {
      script: "install-certificate",
      onDelete: "remove-certificate",
      environment: {
        STACK: stack,
        PROXY: edge.proxy,
        PROXY_ID: edge.proxyId,
        EDGE_NETWORK: edge.network,
        NAME: customCertificateName(stack, slug),
      },
      stdin: context.customCertificate(slug),
    },
    options,
  );
}
