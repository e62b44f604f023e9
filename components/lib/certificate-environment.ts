/** What the stack decides about its certificates. Plain values. */
export interface CertificatePlan {
  /** ACME directory for this stack's names; empty for the edge's own one. */
  readonly authority: string;
  /** Names that no certificate is asked for at present, because the authority would refuse it (bin/lib/certificates/preflight.ts). */
  readonly held: readonly string[];
}

/**
 * What makes the companion get certificates for the names of a container, and keep them valid.
 *
 * @param names every name that the container is served under
 * @returns nothing that asks for a certificate when all names are held
 */
export function certificateEnvironment(
  names: readonly string[],
  { authority, held }: CertificatePlan,
): Record<string, string> {
  const asked = names.filter((name) => !held.includes(name)).join(",");
  if (asked === "") return {};
  return {
    ACME_HOST: asked,
    // The spelling of the owner's plan; the companion reads either (acme-companion 2.8, environment reference).
    LETSENCRYPT_HOST: asked,
    // One bad name must not take the certificates of the others along (acme-companion#935).
    ACME_SINGLE_DOMAIN_CERTS: "true",
    ...(authority === "" ? {} : { ACME_CA_URI: authority }),
  };
}
