/**
 * Prints what the bash commands need to know of a stack's file, as shell assignments.
 * Usage: node bin/lib/settings.ts <Pulumi.stack.yaml>
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { parseSettings, type Settings } from "../../components/lib/settings.ts";
import { UserError } from "../../tenants/errors.ts";

type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every port of the host that the stack publishes, in ascending order. */
export function publishedPorts({ ownEdge, database, pgadmin, localAuthority }: Settings): number[] {
  const edge = ownEdge ? [ownEdge.httpPort, ownEdge.httpsPort] : [];
  const authority = ownEdge?.authority === "local" ? [localAuthority.managementPort] : [];
  const ports = [...edge, ...authority, database.port, ...(pgadmin ? [pgadmin.port] : [])];
  return [...new Set(ports)].sort((left, right) => left - right);
}

const configOf = (text: string): Tree => {
  const content: unknown = parse(text) ?? {};
  return isTree(content) && isTree(content.config) ? content.config : {};
};

/** The settings in the text of a stack file. Throws a UserError with every problem, or what the YAML parser throws. */
export function settingsIn(file: string, text: string): Settings {
  const config = configOf(text);
  return parseSettings(basename(file), (key) => {
    const value = config[`chalan:${key}`];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The assignments for a stack file. Throws as {@link settingsIn} does. */
export function shellSettings(file: string, text: string): string {
  const settings = settingsIn(file, text);
  const variables = {
    SETTING_DOCKER_HOST: settings.dockerHost,
    SETTING_APP_VERSION: settings.appVersion,
    SETTING_DATABASE_PORT: settings.database.port,
    SETTING_LOCAL_CA_PORT:
      settings.ownEdge?.authority === "local" ? settings.localAuthority.managementPort : 0,
    SETTING_AUTHORITY: settings.authority ?? "",
    SETTING_TENANTS_FILE: settings.tenantsFile ?? `tenants/${basename(file).split(".")[1]}.yaml`,
    SETTING_PORTS: publishedPorts(settings).join(" "),
    SETTING_MASTER_SECRET: "chalan:masterSecret" in configOf(text) ? "yes" : "",
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${String(value).replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? "";
  try {
    process.stdout.write(shellSettings(file, readFileSync(file, "utf8")));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UserError ? 2 : 1;
  }
}
