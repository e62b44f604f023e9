import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerRole, labelsOf, type StackIdentity } from "./identity.ts";

/** How much of the host one container may take. */
export interface ContainerLimits {
  /** MiB; also the swap limit, so that a container never swaps. */
  readonly memory: number;
  /** Cores, e.g. 0.5. */
  readonly cpus: number;
}

export interface ContainerPurpose {
  readonly identity: StackIdentity;
  readonly role: ContainerRole;
  readonly limits: ContainerLimits;
  readonly tenant?: string;
}

/**
 * What every container has in common. Each line answers a measured trap (knowledge/plugins): `networkMode` unset differs between
 * plugins, memory without memorySwap never settles, `destroyGraceSeconds` unset kills at once.
 *
 * @param graceSeconds how long the process may take to finish its work after its stop signal
 */
export function containerDefaults(purpose: ContainerPurpose, graceSeconds: number) {
  const { identity, role, limits, tenant } = purpose;
  return {
    restart: "unless-stopped",
    networkMode: "bridge",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    labels: labelsOf(identity, role, tenant),
    memory: limits.memory,
    memorySwap: limits.memory,
    cpus: String(limits.cpus),
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    destroyGraceSeconds: graceSeconds,
    wait: false,
  } satisfies Partial<docker.ContainerArgs>;
}

/** Neither plugin can change these on a running container, and both would say that they did. */
const replaceOnChanges = ["healthcheck", "tmpfs", "init"];

/** For a container that may run twice for a moment: the new one starts before the old one goes. It must not have a fixed name. */
export function overlapping(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return { ...options, replaceOnChanges, deleteBeforeReplace: false };
}

/** For a container that owns a name, an address, a port or data: the old one goes before the new one starts. */
export function exclusive(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return { ...options, replaceOnChanges, deleteBeforeReplace: true };
}

/** `KEY=value` lines, sorted so that their order never makes a diff. Secret values stay secret. */
export function environmentList(values: Record<string, pulumi.Input<string>>): pulumi.Output<string>[] {
  return Object.entries(values)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => pulumi.interpolate`${key}=${value}`);
}
