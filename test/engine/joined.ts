/** A second stack behind this one's edge, as QA is behind production's: it comes and goes, and nobody else notices. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { localAuthorityDirectory } from "../../components/local-authority.ts";
import { addressOf, HOST_NUMBERS } from "../../tenants/addresses.ts";
import { command, underLoad } from "./support/load.ts";
import { containers, edgeSubnet, full, minutes, request, run, stack, tenant } from "./support/stack.ts";

const joined = `${stack}-qa`;
const joinedFile = `Pulumi.${joined}.yaml`;
const joinedFolder = `.state/${joined}`;
const site = "https://quebec.localhost:20443";

function writeJoined(): void {
  const { config, ...rest } = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  const { "chalan:edge": _edge, "chalan:pgadmin": _pgadmin, ...shared } = config;
  const changes = {
    "chalan:environment": "qa",
    "chalan:tenantsFile": `${joinedFolder}/tenants.yaml`,
    "chalan:names": { prefix: "chalan-test-qa", suffix: "1" },
    "chalan:edgeStack": stack,
    "chalan:authority": localAuthorityDirectory,
    // The local authority's DNS, in which every name is the edge.
    "chalan:resolvers": [`${addressOf(edgeSubnet, HOST_NUMBERS.authorityDns)}:8053`],
    "chalan:publicAddresses": [addressOf(edgeSubnet, HOST_NUMBERS.proxy)],
    "chalan:subnets": { data: "10.219.0.0/20", apps: "10.219.16.0/20" },
    "chalan:database": { ...config["chalan:database"], port: 20433 },
  };
  writeFileSync(joinedFile, stringify({ ...rest, config: { ...shared, ...changes } }));
  mkdirSync(joinedFolder, { recursive: true });
  writeFileSync(`${joinedFolder}/tenants.yaml`, stringify({ tenants: [tenant("quebec")] }));
}

/** Before the stack that owns the edge, which refuses to go while it is joined. */
export function removeJoined(): void {
  if (existsSync(joinedFile)) run("bin/down", joined, "--purge", "--yes");
  rmSync(joinedFile, { force: true });
}

export function joinedTests(): void {
  describe.runIf(full)("a stack that joins the edge of another", () => {
    afterAll(removeJoined, minutes(6));

    test("comes without a failed request, is served, and keeps the edge's stack from going", {
      timeout: minutes(10),
    }, async () => {
      const before = containers();
      writeJoined();

      expect(await underLoad(() => command("bin/up", joined))).toEqual([]);

      expect(request(site)).toContain('<div id="app">');
      expect(containers()).toEqual(before);
      await expect(command("bin/down", stack, "--yes")).rejects.toThrow(`bin/down ${joined}`);
      expect(containers()).toEqual(before);
    });

    test("goes without a failed request", { timeout: minutes(6) }, async () => {
      const before = containers();

      expect(await underLoad(() => command("bin/down", joined, "--purge", "--yes"))).toEqual([]);

      expect(containers()).toEqual(before);
      expect(() => request(site)).toThrow(/alert|handshake|unrecognized/i);
    });
  });
}
