import { type ComposeFile, composeFile } from "./compose-file.ts";
import { serviceName } from "./compose-order.ts";
import type { EngineContainer, EngineStack } from "./engine.ts";

/** What a tenant's containers do. */
export type TenantRole = "web" | "nginx";

/**
 * A compose project of one tenant of a stack that runs: its web and its nginx, in the stack's networks and volumes, as a person would
 * write them. Its nginx always sends requests to the service: compose has no switch.
 *
 * @param images ids of the images to run
 * @throws Error when the tenant has not both containers
 */
export function tenantProject(
  { containers, networks, volumes }: EngineStack,
  slug: string,
  images: Readonly<Record<TenantRole, string>>,
): ComposeFile {
  const one = (role: TenantRole): EngineContainer => {
    const found = containers.find(
      ({ Config: { Labels } }) => Labels["chalan.tenant"] === slug && Labels["chalan.role"] === role,
    );
    if (found === undefined) throw new Error(`the tenant ${slug} has no ${role}`);
    return { ...found, Image: images[role] };
  };
  const [web, nginx] = [one("web"), one("nginx")];
  const start = `switch-web ${serviceName(web)} && exec /docker-entrypoint.sh nginx -g 'daemon off;'`;
  const fixed = { ...nginx, Config: { ...nginx.Config, Cmd: ["sh", "-c", start] } };
  const { services } = composeFile({
    stack: { containers: [web, fixed], networks: [], volumes: [] },
    uploads: new Map(),
    externalVolumes: [],
  });
  const external = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { name, external: true }]));
  return {
    services,
    networks: external(networks.map(({ Name }) => Name)),
    volumes: external(volumes.map(({ Name }) => Name)),
  };
}
