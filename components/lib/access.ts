import { isIPv6, SocketAddress } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { AccessSchema } from "../../tenants/fields.ts";
import { EDGE_HOST } from "./edge-nginx.ts";
import { accessPurpose, type Passwords, saltedHash } from "./secrets.ts";

/** Who may come in at all, before any login. */
export type Access = z.output<typeof AccessSchema>;

/** nginx does not read every spelling of an IPv6 address (`1:2:3:4:5:6:7::`, say); it reads that of RFC 5952. */
export function canonicalNetwork(network: string): string {
  const [address = "", bits] = network.split("/");
  const canonical = isIPv6(address) ? new SocketAddress({ address, family: "ipv6" }).address : address;
  return bits === undefined ? canonical : `${canonical}/${bits}`;
}

/** The file of nginx with one user and the hash of the password; the user is called like what is behind the door. */
export function doorUsers(name: string, passwords: Passwords): pulumi.Output<string> {
  const purpose = accessPurpose(name);
  return pulumi
    .all([passwords.for(purpose), passwords.for(`${purpose}/salt`)])
    .apply(([password, salt]) => `${name}:${saltedHash(password, salt)}\n`);
}

/**
 * What the edge's nginx reads for one host name (`vhost.d/<name>`). It stands in place of the edge's default file, so it repeats that.
 *
 * @param users where the nginx finds the users
 */
export function hostRules({ allow, basicAuth }: Access, users: string): string {
  const networks = [...new Set(allow.map(canonicalNetwork))].map((network) => `allow ${network};`);
  const lines = [
    ...(networks.length > 0 ? [...networks, "deny all;"] : []),
    ...(basicAuth ? ['auth_basic "ChalanPro";', `auth_basic_user_file ${users};`] : []),
  ];
  return [EDGE_HOST, ...lines.map((line) => `${line}\n`)].join("");
}
