import { isDeepStrictEqual } from "node:util";
import { serviceName } from "./compose-order.ts";
import type { EngineContainer } from "./engine.ts";

const sorted = (list: readonly string[] | null | undefined) => [...(list ?? [])].sort();

/** What has to be the same of two containers for their start to be comparable. */
function essence({ Image, Config, HostConfig: host, NetworkSettings }: EngineContainer) {
  return {
    image: Image,
    user: Config.User,
    command: Config.Cmd,
    environment: sorted(Config.Env),
    memory: [host.Memory, host.MemorySwap, host.ShmSize],
    cpus: host.NanoCpus,
    "read-only root": host.ReadonlyRootfs,
    tmpfs: host.Tmpfs ?? {},
    capabilities: [sorted(host.CapDrop), sorted(host.CapAdd).map((name) => name.replace(/^CAP_/, ""))],
    "security options": sorted(host.SecurityOpt),
    restart: host.RestartPolicy.Name,
    logging: host.LogConfig,
    volumes: sorted(host.Binds),
    ports: host.PortBindings ?? {},
    networks: sorted(Object.keys(NetworkSettings.Networks)),
  };
}

/**
 * Compares two sets of containers by their services' names.
 *
 * @returns what differs, as `web-client2: memory`; values are not told, since some are secrets
 */
export function differences(ours: readonly EngineContainer[], theirs: readonly EngineContainer[]): string[] {
  const others = new Map(theirs.map((container) => [serviceName(container), essence(container)] as const));
  const found = ours.flatMap((container) => {
    const name = serviceName(container);
    const other = others.get(name);
    others.delete(name);
    if (other === undefined) return [`${name}: it does not run`];
    const unequal = Object.entries(essence(container)).filter(
      ([key, value]) => !isDeepStrictEqual(value, other[key as keyof typeof other]),
    );
    return unequal.map(([key]) => `${name}: ${key}`);
  });
  return [...found, ...[...others.keys()].map((name) => `${name}: it runs, but should not`)];
}
