import type * as docker from "@pulumi/docker";
import { addressOf, HOST_NUMBERS } from "../../tenants/addresses.ts";
import type { EdgeArgs } from "../edge.ts";
import { containerDefaults, environmentList } from "./container.ts";
import {
  companionEnvironment,
  edgeLabel,
  edgeNames,
  FILTERED_SOCKET,
  filterEnvironment,
  generatorEnvironment,
  proxyMark,
} from "./edge-environment.ts";
import { EDGE_COMMAND, EDGE_FILES, EDGE_HOST, EDGE_HTTP } from "./edge-nginx.ts";
import type { ContainerRole } from "./identity.ts";

export type EdgeVolumes = Record<
  "certificates" | "account" | "configuration" | "hosts" | "challenges" | "socket",
  docker.Volume
>;

/**
 * For containers that get SIGHUP through the engine: since 20.10 at the latest it takes any signal for a stop by hand, after which
 * `unless-stopped` neither restarts one that died nor starts it with the host (measured).
 */
const hungUpRestart = "always";

/** nginx at the door. It has no socket and no right but to bind its ports and drop its own. */
export function proxyArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  const publish = (port: number) => ({ internal: port, external: port, ip: args.bindAddress });
  const defaults = edgeDefaults(args, "proxy", { memory: 256, cpus: 1 });
  return {
    ...defaults,
    labels: [...defaults.labels, { label: proxyMark(args.network), value: "true" }],
    name: edgeNames(args.network).proxy,
    restart: hungUpRestart,
    image: args.context.imageId(args.images.nginx),
    command: EDGE_COMMAND,
    ulimits: [{ name: "nofile", soft: EDGE_FILES, hard: EDGE_FILES }],
    capabilities: {
      drops: ["ALL"],
      adds: ["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_SETGID", "CAP_SETUID"],
    },
    readOnly: true,
    tmpfs: {
      "/run": "rw,noexec,nosuid,size=1m",
      "/tmp": "rw,noexec,nosuid,size=16m",
      "/var/cache/nginx": "rw,noexec,nosuid,size=64m",
    },
    ports: [publish(args.httpPort), publish(args.httpsPort)],
    networksAdvanced: [{ name: args.networkName, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.proxy) }],
    volumes: [
      mount(volumes.configuration, "/etc/nginx/conf.d", true),
      mount(volumes.certificates, "/etc/nginx/certs", true),
      mount(volumes.hosts, "/etc/nginx/vhost.d", true),
      mount(volumes.challenges, "/usr/share/nginx/html", true),
    ],
  };
}

/**
 * The one container of the edge that holds the engine's socket, which is root on the host. It shows what the generator and the companion
 * need of this edge's containers, lets them hang up the proxy and the generator, and refuses all else. It becomes a nobody in the socket's
 * group, for which it needs two rights at its start.
 */
export function filterArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  return {
    ...containerDefaults(
      { identity: args.context.identity, role: "socket-filter", limits: { memory: 32, cpus: 0.25 } },
      5,
    ),
    name: edgeNames(args.network).filter,
    image: args.context.imageId(args.images.socketFilter),
    networkMode: "none",
    capabilities: { drops: ["ALL"], adds: ["CAP_SETGID", "CAP_SETUID"] },
    readOnly: true,
    envs: environmentList(filterEnvironment(args)),
    volumes: [
      { hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock", readOnly: true },
      mount(volumes.socket, FILTERED_SOCKET.folder),
    ],
  };
}

/** docker-gen: reads the engine, writes nginx's configuration. */
export function generatorArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  return {
    ...edgeDefaults(args, "generator", { memory: 64, cpus: 0.5 }),
    name: edgeNames(args.network).generator,
    restart: hungUpRestart,
    // Named, so that the engine knows that SIGHUP is another one: else it takes that for the end, too (20.10).
    stopSignal: "SIGTERM",
    image: args.context.imageId(args.images.generator),
    // It talks to the filter's socket only.
    networkMode: "none",
    envs: environmentList(generatorEnvironment(args)),
    volumes: [
      mount(volumes.socket, FILTERED_SOCKET.folder, true),
      mount(volumes.configuration, "/etc/nginx/conf.d"),
      mount(volumes.certificates, "/etc/nginx/certs", true),
      mount(volumes.hosts, "/etc/nginx/vhost.d"),
      mount(volumes.challenges, "/usr/share/nginx/html", true),
    ],
    uploads: [
      { file: "/etc/nginx/conf.d/10-edge.conf", content: EDGE_HTTP },
      { file: "/etc/nginx/vhost.d/default", content: EDGE_HOST },
    ],
  };
}

/** The ACME client of the edge. */
export function companionArgs(args: EdgeArgs, volumes: EdgeVolumes): docker.ContainerArgs {
  const trusted = args.authorityVolume;
  return {
    ...edgeDefaults(args, "companion", { memory: 128, cpus: 0.5 }),
    name: edgeNames(args.network).companion,
    image: args.context.imageId(args.images.companion),
    envs: environmentList(
      companionEnvironment(args, trusted === undefined ? undefined : "/etc/authority/ca.pem"),
    ),
    networksAdvanced: [
      { name: args.networkName, ipv4Address: addressOf(args.subnet, HOST_NUMBERS.companion) },
    ],
    volumes: [
      mount(volumes.socket, FILTERED_SOCKET.folder, true),
      mount(volumes.certificates, "/etc/nginx/certs"),
      mount(volumes.challenges, "/usr/share/nginx/html"),
      mount(volumes.account, "/etc/acme.sh"),
      ...(trusted === undefined
        ? []
        : [{ volumeName: trusted, containerPath: "/etc/authority", readOnly: true }]),
    ],
  };
}

function edgeDefaults(args: EdgeArgs, role: ContainerRole, limits: { memory: number; cpus: number }) {
  const defaults = containerDefaults({ identity: args.context.identity, role, limits }, 30);
  return {
    ...defaults,
    labels: [...defaults.labels, edgeLabel(args.network)],
  };
}

function mount(volume: docker.Volume, containerPath: string, readOnly = false) {
  return { volumeName: volume.name, containerPath, readOnly };
}
