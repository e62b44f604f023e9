import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { benchStackFile } from "../../bench/lib/stack-file.ts";
import { publishedPorts } from "../../bin/lib/settings.ts";
import { parseSettings, type Settings } from "../../components/lib/settings.ts";

const local = readFileSync("Pulumi.local.yaml", "utf8");

function settingsOf(text: string): Settings {
  const { config } = parse(text);
  return parseSettings("the stack file", (key) => {
    const value = config[`chalan:${key}`];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
}

test("the benchmarks' stack has no name, network or port of the local stack", () => {
  const ours = settingsOf(local);
  const bench = settingsOf(benchStackFile(local));
  expect(bench.names.prefix).not.toBe(ours.names.prefix);
  expect(bench.ownEdge?.network).not.toBe(ours.ownEdge?.network);
  const subnets = ({ ownEdge, subnets: { data, apps } }: Settings) => [ownEdge?.subnet, data, apps];
  expect(new Set([...subnets(ours), ...subnets(bench)]).size).toBe(6);
  const ports = [...publishedPorts(ours), ...publishedPorts(bench)];
  expect(new Set(ports).size).toBe(ports.length);
  expect(publishedPorts(bench).length).toBe(publishedPorts(ours).length);
});

test("everything else is the local stack's", () => {
  const { names: _names, ownEdge: _edge, subnets: _subnets, ...ours } = settingsOf(local);
  const { names, ownEdge, subnets, ...bench } = settingsOf(benchStackFile(local));
  expect(bench).toEqual({
    ...ours,
    tenantsFile: "tenants/local.yaml",
    database: { ...ours.database, port: bench.database.port },
    pgadmin: { ...ours.pgadmin, port: bench.pgadmin?.port },
    localAuthority: bench.localAuthority,
  });
});
