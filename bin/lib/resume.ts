/**
 * Takes away what a killed `pulumi up` had begun to create but not noted down as created.
 * Usage: pulumi stack export | node bin/lib/resume.ts <stack>
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

type State = { readonly [key: string]: unknown };

/** One thing that may exist without being in the state. */
export type Undo =
  | { readonly kind: "container" | "network"; readonly name: string }
  | { readonly kind: "role" | "database"; readonly name: string };

const KINDS: { readonly [type: string]: Undo["kind"] } = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "postgresql:index/role:Role": "role",
  "postgresql:index/database:Database": "database",
};
// Everything else that the program creates can be created twice: volumes, images, schemas (IF NOT EXISTS), grants, commands.

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as State)[key] : undefined;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The things to undo, from the text of `pulumi stack export`: pending creations of things that cannot be created twice. */
export function undoPlan(exported: string): Undo[] {
  const deployment = field(JSON.parse(exported), "deployment");
  return list(field(deployment, "pending_operations")).flatMap((operation) => {
    const resource = field(operation, "resource");
    const kind = KINDS[String(field(resource, "type"))];
    const name = field(field(resource, "inputs"), "name");
    return field(operation, "type") === "creating" && kind && typeof name === "string"
      ? [{ kind, name }]
      : [];
  });
}

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/**
 * The SQL that removes a role or database only if it is as empty as it was made: DROP ROLE refuses a role that owns or may do
 * anything, and the database is dropped only if no table, view or sequence of a user is in it.
 */
export function undoSql(undo: Undo): { readonly guard?: string; readonly sql: string } {
  if (undo.kind === "role") return { sql: `DROP ROLE IF EXISTS ${quoted(undo.name)}` };
  return {
    guard:
      "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
    sql: `DROP DATABASE IF EXISTS ${quoted(undo.name)}`,
  };
}

const TIMEOUT_MILLISECONDS = 60_000;

function run(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: "utf8",
      timeout: TIMEOUT_MILLISECONDS,
      stdio: ["ignore", "pipe", "inherit"],
    }).trim();
  } catch {
    return undefined; // docker said why, on stderr: the log has it; the next `pulumi up` meets the same thing and stops there
  }
}

function undoInEngine(undo: Undo, stack: string): void {
  const label = `label=chalan.stack=${stack}`;
  const filter = ["--quiet", "--no-trunc", "--filter", label, "--filter", `name=^/?${undo.name}$`];
  const ids = run(
    "docker",
    undo.kind === "container" ? ["ps", "--all", ...filter] : ["network", "ls", ...filter],
  );
  for (const id of ids?.split("\n").filter(Boolean) ?? []) {
    run("docker", undo.kind === "container" ? ["rm", "--force", "--volumes", id] : ["network", "rm", id]);
  }
}

function undoInDatabase(undo: Undo, stack: string): void {
  const filters = ["--filter", `label=chalan.stack=${stack}`, "--filter", "label=chalan.role=postgres"];
  const container = run("docker", ["ps", "--quiet", ...filters]);
  if (!container) return; // no server: nothing can have been created in it
  const psql = (database: string, sql: string) =>
    run("docker", [
      ...["exec", container, "sh", "-c", 'psql -XAtq -U "$POSTGRES_USER" -d "$1" -c "$2"', "psql"],
      ...[database, sql],
    ]);
  const { guard, sql } = undoSql(undo);
  if (guard && psql(undo.name, guard) !== "0") return;
  psql("postgres", sql);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const stack = process.argv[2] ?? "";
  for (const undo of undoPlan(readFileSync(0, "utf8"))) {
    console.log(`  · undoing a half-made ${undo.kind}: ${undo.name}`);
    if (undo.kind === "container" || undo.kind === "network") undoInEngine(undo, stack);
    else undoInDatabase(undo, stack);
  }
}
