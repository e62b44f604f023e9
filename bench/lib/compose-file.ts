import { checkOf, dependenciesOf, serviceName } from "./compose-order.ts";
import type { EngineContainer, EngineStack } from "./engine.ts";

/** As much of the compose specification as the benchmarks use. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly image: string }>>;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly configs?: Readonly<Record<string, { readonly content: string }>>;
}

/** A file that a container gets before it starts. */
export interface Upload {
  readonly file: string;
  readonly content: string;
}

/** A stack of which the same is to be written for compose. */
export interface ComposeSource {
  readonly stack: EngineStack;
  /** By the container's id. */
  readonly uploads: ReadonlyMap<string, readonly Upload[]>;
  /** Volumes that are there, and filled, before compose begins. */
  readonly externalVolumes: readonly string[];
}

/** Compose replaces `$NAME` everywhere but in keys; what a running container has is meant as it is. */
export function literal<Value>(value: Value): Value;
export function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map((each) => literal(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literal(each)]));
}

const configName = (container: EngineContainer, file: string) =>
  `${serviceName(container)}${file.replaceAll(/[^a-z0-9]+/gi, "-")}`;

/** The engine adds a container's short id to its aliases by itself. */
const isAlias = (name: string) => !/^[0-9a-f]{12}$/.test(name);

function networksOf({ HostConfig, NetworkSettings }: EngineContainer) {
  if (HostConfig.NetworkMode === "none") return { network_mode: "none" };
  const endpoints = Object.entries(NetworkSettings.Networks).map(([name, { IPAMConfig, Aliases }]) => [
    name,
    { ipv4_address: IPAMConfig?.IPv4Address, aliases: (Aliases ?? []).filter(isAlias) },
  ]);
  return { networks: Object.fromEntries(endpoints) };
}

function portsOf({ HostConfig }: EngineContainer): string[] {
  return Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
    bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}:${port}`),
  );
}

function serviceOf(container: EngineContainer, { stack, uploads }: ComposeSource) {
  const { Id, Image, Name, Config, HostConfig: host } = container;
  const files = uploads.get(Id) ?? [];
  return {
    image: Image,
    pull_policy: "never",
    container_name: Name.slice(1),
    user: Config.User,
    command: Config.Cmd ?? undefined,
    environment: Config.Env,
    labels: Config.Labels,
    healthcheck: checkOf(container),
    depends_on: dependenciesOf(container, stack.containers),
    restart: host.RestartPolicy.Name,
    read_only: host.ReadonlyRootfs,
    tmpfs: Object.entries(host.Tmpfs ?? {}).map(([path, options]) => `${path}:${options}`),
    shm_size: host.ShmSize,
    mem_limit: host.Memory,
    memswap_limit: host.MemorySwap,
    cpus: host.NanoCpus / 1e9,
    cap_add: host.CapAdd ?? [],
    cap_drop: host.CapDrop ?? [],
    security_opt: host.SecurityOpt ?? [],
    logging: { driver: host.LogConfig.Type, options: host.LogConfig.Config },
    ports: portsOf(container),
    volumes: host.Binds ?? [],
    configs: files.map(({ file }) => ({ source: configName(container, file), target: file })),
    ...networksOf(container),
  };
}

/**
 * The compose file for what runs on the engine for a stack: the same images by id, environment, files, volumes, networks with their
 * addresses, limits and privileges; with the order and the checks that a person would write.
 */
export function composeFile(source: ComposeSource): ComposeFile {
  const { containers, networks, volumes } = source.stack;
  const configs = containers.flatMap((container) =>
    (source.uploads.get(container.Id) ?? []).map(({ file, content }) => [
      configName(container, file),
      { content },
    ]),
  );
  return literal({
    services: Object.fromEntries(
      containers.map((container) => [serviceName(container), serviceOf(container, source)]),
    ),
    networks: Object.fromEntries(
      networks.map(({ Name, Internal, Labels, IPAM }) => {
        const config = IPAM.Config.map(({ Subnet, IPRange }) => ({ subnet: Subnet, ip_range: IPRange }));
        return [Name, { name: Name, internal: Internal, labels: Labels, ipam: { config } }];
      }),
    ),
    volumes: Object.fromEntries(
      volumes.map(({ Name, Labels }) => [
        Name,
        source.externalVolumes.includes(Name) ? { external: true } : { name: Name, labels: Labels },
      ]),
    ),
    configs: Object.fromEntries(configs),
  });
}
