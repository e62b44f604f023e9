import { UserError } from "../../tenants/errors.ts";

/** The images of the stack, by what they are for. Tags are exact: an image changes only with this table or the stack's `images`. */
export const defaultImages = {
  nginx: "nginx:1.30.4-alpine",
  generator: "nginxproxy/nginx-proxy:1.11.6-dockergen",
  companion: "nginxproxy/acme-companion:2.8.2",
  socketFilter: "chalan-socket-filter:1.0.0",
  postgres: "postgres:15.19-alpine",
  redis: "redis:7.4.11-alpine",
  pgadmin: "dpage/pgadmin4:9.17",
  pebble: "ghcr.io/letsencrypt/pebble:2.10.1",
  dnsServer: "ghcr.io/letsencrypt/pebble-challtestsrv:2.10.1",
} as const;

export type ThirdPartyImage = keyof typeof defaultImages;
export type ThirdPartyImages = Readonly<Record<ThirdPartyImage, string>>;

/** The two images that this repository builds, for one version of the app. */
export function appImages(version: string): { app: string; front: string } {
  return { app: `chalanpro:${version}`, front: `chalanpro-nginx:${version}` };
}

/**
 * Refuses a tenant's own version that the engine does not have: there is no registry to pull the app from, it is built here.
 *
 * @param file the tenant file, for the messages
 * @param resolved the images that bin/up found; empty when it has not run, and nothing can be said
 * @throws UserError with every such tenant
 */
export function checkVersions(
  file: string,
  tenants: readonly { readonly slug: string; readonly version?: string | undefined }[],
  resolved: Readonly<Record<string, string>>,
): void {
  if (Object.keys(resolved).length === 0) return;
  const problems = tenants.flatMap(({ slug, version }) =>
    version === undefined || Object.values(appImages(version)).every((image) => image in resolved)
      ? []
      : [
          {
            path: `tenant ${slug}, version`,
            line: 0,
            column: 0,
            rule: `the engine has no image of version ${version} of the app`,
            remedy: "Check out that version and build it with bin/up, or leave the version out.",
          },
        ],
  );
  if (problems.length > 0) throw new UserError(file, problems);
}
