/**
 * The address of host number `host` in an IPv4 network, e.g. `addressOf("172.18.0.0/16", 4)` is `172.18.0.4`.
 * Works for networks of /24 or wider and host numbers 1 to 254, which is what the address plan uses (SPEC section 6).
 */
export function addressOf(subnet: string, host: number): string {
  const [network] = splitSubnet(subnet);
  return [...network.slice(0, 3), host].join(".");
}

/**
 * The upper half of a network, e.g. `172.18.128.0/17` of `172.18.0.0/16`. Docker hands out dynamic addresses from it only, so
 * that the fixed ones in the lower half stay free (measured: without it a container without an address took the proxy's).
 */
export function upperHalf(subnet: string): string {
  const [network, prefix] = splitSubnet(subnet);
  const octet = Math.floor(prefix / 8);
  const upper = network.map((part, index) => (index === octet ? part + 2 ** (7 - (prefix % 8)) : part));
  return `${upper.join(".")}/${prefix + 1}`;
}

function splitSubnet(subnet: string): [network: number[], prefix: number] {
  const [address = "", prefix = ""] = subnet.split("/");
  return [address.split(".").map(Number), Number(prefix)];
}
