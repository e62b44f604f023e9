import type * as pulumi from "@pulumi/pulumi";
import { siteHostnames } from "../../tenants/naming.ts";
import { PLANS } from "../../tenants/plans.ts";
import type { Tenant } from "../../tenants/schema.ts";
import { canonicalNetwork } from "./access.ts";

/** A burst is what two seconds at the full rate would be: a page with all its files, and the next one. */
const BURST_SECONDS = 2;

/**
 * What the templates of the tenant's nginx put into its configuration (app/nginx/templates). Every value is in characters that mean
 * nothing to nginx inside quotes, or is made of words that the tenant's schema has checked; a property test holds both sides together.
 *
 * @param edgeAddress the one address that is believed about who the client is
 */
export function nginxEnvironment(
  tenant: Tenant,
  edgeAddress: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
  const { door } = PLANS[tenant.plan];
  const aliases = siteHostnames(tenant).filter((name) => name !== tenant.canonical);
  const assets = tenant.assetBaseUrl ?? "";
  return {
    CANONICAL_NAME: tenant.canonical,
    ALIAS_NAMES: aliases.join(" "),
    API_NAMES: tenant.apiDomain,
    TENANT_STATE: tenant.state === "active" && tenant.maintenance ? "maintenance" : tenant.state,
    TENANT_NAME_HTML: htmlEntities(tenant.settings.name),
    LANGUAGE: tenant.settings.locale.startsWith("en") ? "en" : "es",
    EDGE_ADDRESS: edgeAddress,
    ADDRESS_RULES: addressRules(tenant.access.allow),
    LOGIN_REALM: tenant.access.basicAuth ? "ChalanPro" : "off",
    ASSET_BASE_URL: assets,
    ASSET_ORIGIN: assets && new URL(assets).origin,
    REQUESTS_PER_SECOND: String(door.requests),
    REQUESTS_BURST: String(door.requests * BURST_SECONDS),
    FILES_PER_SECOND: String(door.files),
    FILES_BURST: String(door.files * BURST_SECONDS),
    CONNECTIONS_PER_ADDRESS: String(door.connectionsPerAddress),
    CONNECTIONS: String(door.connections),
  };
}

/** Anything but letters, digits and spaces as a numeric character reference, so that neither HTML nor nginx can take it for its own. */
function htmlEntities(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** The lines of nginx's `geo` block: 1 lets in, 0 does not; the longest match decides. */
function addressRules(allowed: readonly string[]): string {
  const lines = [...new Set(allowed.map(canonicalNetwork))].map((network) => `${network} 1;`);
  return [`default ${lines.length === 0 ? 1 : 0};`, ...lines].join(" ");
}
