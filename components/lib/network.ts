import type * as docker from "@pulumi/docker";
import { upperHalf } from "../../tenants/addresses.ts";
import { labelsOf, type StackIdentity } from "./identity.ts";

/**
 * A bridge network with room for fixed addresses: the engine hands out those of the upper half only.
 *
 * @param role what it carries, e.g. `edge`; the value of its label `chalan.role`
 */
export function networkArgs(
  identity: StackIdentity,
  role: string,
  name: string,
  subnet: string,
): docker.NetworkArgs {
  return {
    name,
    driver: "bridge",
    ipamConfigs: [{ subnet, ipRange: upperHalf(subnet) }],
    labels: labelsOf(identity, role),
  };
}
