/** The images of the stack, by what they are for. Tags are exact: an image changes only with this table or the stack's `images`. */
export const defaultImages = {
  nginx: "nginx:1.30.4-alpine",
  generator: "nginxproxy/nginx-proxy:1.11.6-dockergen",
  companion: "nginxproxy/acme-companion:2.8.2",
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
