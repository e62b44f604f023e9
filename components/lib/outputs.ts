import type { Tenant } from "../../tenants/schema.ts";
import type { Settings } from "./settings.ts";

/** What the stack tells scripts and people about itself. Nothing secret. */
export function stackOutputs(settings: Settings, tenants: readonly Tenant[]) {
  const httpsPort = settings.ownEdge?.httpsPort ?? 443;
  const url = (name: string) => (httpsPort === 443 ? `https://${name}` : `https://${name}:${httpsPort}`);
  return {
    tenants: tenants.map(({ slug, state, domain, apiDomain, names, schema }) => ({
      slug,
      state,
      url: url(domain),
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
