/** Under which addresses the internet reaches the host. */
import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import type { CertificateStack } from "./stack.ts";

/** Networks that the internet does not route: RFC 1918, 6598, 3927, 4193, 4291, and loopback. */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["127.0.0.0", 8],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["fc00::", 7],
  ["fe80::", 10],
  ["::1", 128],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv6");

/** Whether the internet can route to it. */
export const isPublic = (address: string): boolean =>
  !PRIVATE.check(address, isIPv6(address) ? "ipv6" : "ipv4");

/**
 * @returns the setting; else what the engine's machine has, as far as it is public. Nothing when that cannot be known: behind a router
 * that translates addresses it has to be set.
 */
export async function hostAddresses({
  publicAddresses,
  dockerHost,
  edge,
}: Pick<CertificateStack, "publicAddresses" | "dockerHost" | "edge">): Promise<string[]> {
  if (publicAddresses.length > 0) return [...publicAddresses];
  const found = dockerHost.startsWith("ssh://")
    ? await lookup(edge.host, { all: true }).catch(() => [])
    : Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [...new Set(found.map(({ address }) => address))].filter(isPublic);
}
