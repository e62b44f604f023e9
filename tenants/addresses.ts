/** IPv4 arithmetic for fixed addresses. Pure. */
import { addressFault } from "./formats.ts";
import type { Fault } from "./naming.ts";

/** A network on which tenants may pin addresses. */
export type Network = {
  /** Its name in messages: `edge` or `data`. */
  readonly name: string;
  /** The whole network, like `172.18.0.0/16`. */
  readonly subnet: string;
};

/** Host numbers of the shared services: 2 to 7 and 16 by the owner's plan (SPEC section 6), the others free ones beside it. */
export const HOST_NUMBERS = {
  proxy: 2,
  companion: 3,
  database: 4,
  redisCore: 5,
  pgadmin: 6,
  worker: 7,
  qaDatabase: 16,
  redisCache: 17,
  authority: 252,
  authorityDns: 253,
} as const;
const SHARED_HOSTS: readonly number[] = Object.values(HOST_NUMBERS);

const toNumber = (address: string): number =>
  address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toText = (value: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");

/** First and last address of a network; undefined when it is not one that can hold addresses (/8 to /29, host bits zero). */
function range(subnet: string): { first: number; size: number } | undefined {
  const [address = "", bits = "", ...rest] = subnet.split("/");
  if (rest.length > 0 || addressFault(address) || !/^([89]|1\d|2\d)$/.test(bits)) return undefined;
  const size = 2 ** (32 - Number(bits));
  const first = toNumber(address);
  return first % size === 0 ? { first, size } : undefined;
}

/** @returns what is wrong with a network of the form `172.18.0.0/16`, if anything is */
export const subnetFault = (subnet: string): Fault | undefined =>
  range(subnet)
    ? undefined
    : {
        rule: "must be an IPv4 network from /8 to /29 without host bits",
        remedy: "Write it like `172.18.0.0/16`.",
      };

/**
 * The engine gives out addresses of the upper half, so only the lower half can be pinned; its first two are the network and the gateway.
 * @returns what forbids pinning a tenant's container to this (valid) address, if anything does
 */
export function pinFault(address: string, { name, subnet }: Network): Fault | undefined {
  const network = range(subnet);
  if (!network) return undefined;
  const first = network.first + 2;
  const last = network.first + network.size / 2 - 1;
  const remedy = `Choose one from ${toText(first)} to ${toText(last)} that no shared service has, or leave it out.`;
  const value = toNumber(address);
  if (value < first || value > last)
    return { rule: `is not in the part of the ${name} network for fixed addresses`, remedy };
  if (SHARED_HOSTS.includes(value - network.first))
    return { rule: "is the address of a shared service", remedy };
  return undefined;
}

/** @returns the address of a shared service, e.g. `172.18.0.4` for host number 4 in a network that {@link subnetFault} accepts */
export const addressOf = (subnet: string, hostNumber: number): string =>
  toText((range(subnet)?.first ?? 0) + hostNumber);

/**
 * @returns the upper half of a network that {@link subnetFault} accepts, e.g. `172.18.128.0/17`. The engine gives out addresses of it only,
 * so that the fixed ones stay free (measured: without it a container without an address took the proxy's).
 */
export function upperHalf(subnet: string): string {
  const { first, size } = range(subnet) ?? { first: 0, size: 0 };
  return `${toText(first + size / 2)}/${32 - Math.log2(size / 2)}`;
}
