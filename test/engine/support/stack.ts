/** The one stack of the engine tests: on a real engine, with names, networks and ports of its own, so that it runs beside a `local` stack. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";

export const stack = "test-engine";
export const folder = `.state/${stack}`;
export const stackFile = `Pulumi.${stack}.yaml`;
export const edgeSubnet = "10.218.0.0/20";
export const tenantsFile = `${folder}/tenants.yaml`;

export const tenant = (slug: string) => ({
  slug,
  id: `${slug}_001`,
  name: `The ${slug} company`,
  domain: `${slug}.localhost`,
});
/** Whether the long tests run, too. */
export const full = process.env.CHALAN_TEST_FULL === "1";
export const minutes = (count: number) => count * 60_000;

/** Writes the tenant file; a tenant is a slug, or a slug with fields of its own. */
export function writeTenants(...tenants: (string | { slug: string; [field: string]: unknown })[]): void {
  const entries = tenants.map((one) =>
    typeof one === "string" ? tenant(one) : { ...tenant(one.slug), ...one },
  );
  writeFileSync(tenantsFile, stringify({ tenants: entries }));
}

export function writeStackFile(): void {
  const { config, ...rest } = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  const changes = {
    "chalan:tenantsFile": tenantsFile,
    "chalan:names": { prefix: "chalan-test-engine", suffix: "1" },
    "chalan:edge": {
      ...config["chalan:edge"],
      network: "chalan-test-engine-edge",
      subnet: edgeSubnet,
      httpPort: 20080,
      httpsPort: 20443,
    },
    "chalan:subnets": { data: "10.218.16.0/20", apps: "10.218.32.0/20" },
    "chalan:database": { ...config["chalan:database"], port: 20432 },
    "chalan:pgadmin": { ...config["chalan:pgadmin"], domain: "pgadmin-test.localhost", port: 20050 },
    "chalan:localAuthority": { managementPort: 20000 },
  };
  writeFileSync(stackFile, stringify({ ...rest, config: { ...config, ...changes } }));
}

export function run(command: string, ...args: string[]): string {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: minutes(10), maxBuffer: 2 ** 26 });
  if (result.status !== 0)
    throw new Error(
      `${command} ${args.join(" ")} ended with ${result.status}:\n${result.stdout}\n${result.stderr}`,
    );
  return result.stdout;
}

export const up = () => JSON.parse(run("bin/up", stack, "--json").trim().split("\n").at(-1) ?? "");
export const docker = (...args: string[]) =>
  execFileSync("docker", args, { encoding: "utf8", timeout: 30_000 }).trim();
export const owned = (kind: "ps" | "ps --all" | "network ls" | "volume ls") =>
  docker(...kind.split(" "), "--quiet", "--filter", `label=chalan.stack=${stack}`)
    .split("\n")
    .filter(Boolean);

/** Id and start time of every container of the stack, by name. */
export function containers(): Record<string, string> {
  const ids = owned("ps --all");
  if (ids.length === 0) return {};
  const lines = docker("inspect", "--format", "{{.Name}} {{.Id}} {{.State.StartedAt}}", ...ids).split("\n");
  return Object.fromEntries(lines.map((line) => [line.split(" ")[0]?.slice(1), line]));
}

export function request(url: string, ...options: string[]): string {
  return run(
    "curl",
    "--silent",
    "--show-error",
    "--max-time",
    "10",
    "--cacert",
    ".state/ca.pem",
    ...options,
    url,
  );
}

/** Id of the one running container that has a role. */
export function idOf(role: string): string {
  const filters = ["--filter", `label=chalan.stack=${stack}`, "--filter", `label=chalan.role=${role}`];
  return docker("ps", "--quiet", ...filters);
}

export function sql(query: string): string[] {
  return docker(
    "exec",
    idOf("postgres"),
    "psql",
    "-XAtq",
    "-U",
    "chalan_user",
    "-d",
    "chalan_tenant_db",
    "-c",
    query,
  ).split("\n");
}
