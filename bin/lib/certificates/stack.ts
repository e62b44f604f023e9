/** What a stack's files say about its certificates: which names, which edge, which authority. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../../components/lib/settings.ts";
import { loadTenants } from "../../../tenants/load.ts";
import { readSurroundings, tenantsFileOf } from "../../../tenants/stack.ts";
import { settingsIn } from "../settings.ts";
import type { EdgeAddress } from "./handshake.ts";

/** A name that is served over HTTPS. */
export interface WantedName {
  readonly name: string;
  /** The tenant's slug; empty for a shared service. */
  readonly tenant: string;
  /** Whether the stack gets its certificate, or the tenant brings one. */
  readonly automatic: boolean;
}

export interface CertificateStack {
  readonly stack: string;
  readonly names: readonly WantedName[];
  readonly edge: EdgeAddress;
  /** The edge's network, by which its containers are labelled. */
  readonly network: string;
  readonly dockerHost: string;
  /** ACME directory of the authority, or `local` for one of this machine's own, which knows no limits and resolves every name to the edge. */
  readonly authority: string;
  readonly publicAddresses: readonly string[];
  readonly resolvers: readonly string[];
}

/**
 * @param root folder of the project
 * @throws UserError with everything that is wrong with the stack's files, or those of the stack whose edge it joins
 */
export function readCertificateStack(root: string, stack: string): CertificateStack {
  const read = (name: string) => {
    const file = join(root, `Pulumi.${name}.yaml`);
    return settingsIn(file, readFileSync(file, "utf8"));
  };
  const own = read(stack);
  const owner = own.ownEdge ? own : read(own.joinedStack);
  const edge = owner.ownEdge;
  if (edge === undefined) throw new Error(`Pulumi.${own.joinedStack}.yaml has no edge, which ${stack} joins`);
  const tenants = loadTenants(join(root, tenantsFileOf(root, stack)), readSurroundings(root, stack));
  const settingOf = <Key extends "publicAddresses" | "resolvers">(key: Key): Settings[Key] =>
    own[key].length > 0 ? own[key] : owner[key];
  return {
    stack,
    names: [
      ...tenants
        .filter(({ state }) => state !== "archived")
        .flatMap(({ slug, names, certificate }) =>
          names.map((name) => ({ name, tenant: slug, automatic: certificate === "automatic" })),
        ),
      ...(own.pgadmin ? [{ name: own.pgadmin.domain, tenant: "", automatic: true }] : []),
    ],
    edge: { host: hostOf(own.dockerHost, edge.bindAddress), port: edge.httpsPort },
    network: edge.network,
    dockerHost: own.dockerHost,
    authority: own.authority ?? edge.authority,
    publicAddresses: settingOf("publicAddresses"),
    resolvers: settingOf("resolvers"),
  };
}

/** Where an edge that listens on `bindAddress` of the engine's machine is reached from here. */
function hostOf(dockerHost: string, bindAddress: string): string {
  if (dockerHost.startsWith("ssh://")) return new URL(dockerHost).hostname;
  return bindAddress === "0.0.0.0" ? "127.0.0.1" : bindAddress;
}
