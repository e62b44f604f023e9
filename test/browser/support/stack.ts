import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";

/*
 * The whole stack, with the seeds of `local`, on networks and ports of its own: what a person at a browser sees. Every test file calls
 * `bringUp`; the first pays for it, for the others nothing has changed.
 */
const NAME = "test-browser";
export const STACK_FILE = `Pulumi.${NAME}.yaml`;
export const HTTPS_PORT = 21443;
const UP_MILLISECONDS = 600_000;

/** The address of a page of a tenant. */
export const pageOf = (slug: string, path = "/"): string => `https://${slug}.localhost:${HTTPS_PORT}${path}`;

export const CA_FILE = ".state/ca.pem";

/** Who signs in to a seeded tenant (app/seed/main.ts). */
export const accountOf = (slug: string, role: string) => ({
  email: `${role}@${slug}.example`,
  password: "chalan-development",
});

/** @returns what it printed @throws Error with all of it, when it fails */
function command(...words: [string, ...string[]]): string {
  const [program, ...rest] = words;
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: "utf8", timeout: UP_MILLISECONDS });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Fills the tenants that have nothing yet, as `bin/up` does for `local` only. */
function seed(): void {
  const labels = [`label=chalan.stack=${NAME}`, "label=chalan.role=web"];
  const webs = command("docker", "ps", "--quiet", ...labels.flatMap((label) => ["--filter", label]));
  for (const web of webs.split("\n").filter(Boolean)) {
    command("docker", "exec", web, "node", "/srv/chalanpro/dist/server/main.js", "seed");
  }
}

/** `bin/up` of the stack, and its seeds. @throws Error with all that it printed */
export function bringUp(): void {
  const folder = `.state/${NAME}`;
  mkdirSync(folder, { recursive: true });
  const { config, ...rest } = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  const changes = {
    "chalan:names": { prefix: "chalan-test-browser", suffix: "1" },
    "chalan:tenantsFile": "tenants/local.yaml",
    "chalan:edge": {
      ...config["chalan:edge"],
      network: "chalan-test-browser-edge",
      subnet: "10.217.0.0/20",
      httpPort: 21080,
      httpsPort: HTTPS_PORT,
    },
    "chalan:subnets": { data: "10.217.16.0/20", apps: "10.217.32.0/20" },
    "chalan:database": { ...config["chalan:database"], port: 21432 },
    "chalan:pgadmin": { ...config["chalan:pgadmin"], domain: "pgadmin-browser.localhost", port: 21050 },
    "chalan:localAuthority": { managementPort: 21000 },
  };
  writeFileSync(STACK_FILE, stringify({ ...rest, config: { ...config, ...changes } }));
  command("bin/up", NAME);
  seed();
}

/** Takes the stack down, with its data. */
export function takeDown(): void {
  command("bin/down", NAME, "--purge", "--yes");
}
