import type { Tenant } from "../../tenants/schema.ts";
import type { Settings } from "./settings.ts";

/**
 * What the stack tells scripts and people about itself. Nothing secret.
 *
 * @param httpsPort of the edge, its own or the one that it joins
 */
export function stackOutputs(settings: Settings, tenants: readonly Tenant[], httpsPort: number) {
  const url = (name: string) => (httpsPort === 443 ? `https://${name}` : `https://${name}:${httpsPort}`);
  return {
    tenants: tenants.map(({ slug, state, maintenance, access, canonical, apiDomain, names, schema }) => ({
      slug,
      state,
      /** Whether anybody gets an answer of the app. */
      open: state === "active" && !maintenance && !access.basicAuth && access.allow.length === 0,
      url: url(canonical),
      apiUrl: url(apiDomain),
      names,
      schema,
    })),
    pgadmin:
      settings.pgadmin === undefined
        ? null
        : { url: url(settings.pgadmin.domain), email: settings.pgadmin.email },
    postgres: { host: "127.0.0.1", port: settings.database.port, database: settings.database.name },
    caFile: settings.ownEdge?.authority === "local" ? ".state/ca.pem" : null,
  };
}
