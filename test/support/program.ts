import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import { parse } from "yaml";
import { type Recording, record } from "./mocks.ts";

/** The master secret under mocks: nothing that the program registers in plain may contain it or anything derived from it. */
export const sentinelMaster = "sentinel-master-secret";

/** Runs index.ts as the given stack of this repository, against recording mocks. */
export async function recordProgram(
  stack: string,
  stackOutputs: Record<string, unknown> = {},
): Promise<Recording> {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"));
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const entries = Object.entries(config).map(([key, value]) => [key, text(value)]);
  const secret = { "chalan:masterSecret": sentinelMaster };
  pulumi.runtime.setAllConfig({ ...Object.fromEntries(entries), ...secret }, Object.keys(secret));
  vi.resetModules();
  // What this machine has built must not show: the program is recorded as on a host that pulls its images by name.
  vi.doMock("node:fs", async (original) => {
    const fs = await original<typeof import("node:fs")>();
    const existsSync = (path: string) => !path.startsWith(".state/") && fs.existsSync(path);
    return { ...fs, existsSync };
  });
  return record(() => import("../../index.ts"), { stack, stackOutputs });
}

/** What a stack that joins prod's edge finds there. */
export const prodEdge = {
  edge: {
    network: "nginx-proxy",
    proxy: "nginx-proxy",
    proxyId: "0123456789ab",
    address: "172.18.0.2",
    httpsPort: 443,
  },
};
