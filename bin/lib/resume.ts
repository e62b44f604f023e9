/**
 * Takes away what a killed `pulumi up` had begun to create but not noted down as created.
 * Usage: pulumi stack export | node bin/lib/resume.ts <stack>
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/** One thing that may exist without being in the state. */
export type Undo = { readonly kind: "container" | "network" | "role" | "database"; readonly name: string };

const KINDS: { readonly [type: string]: Undo["kind"] } = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "postgresql:index/role:Role": "role",
  "postgresql:index/database:Database": "database",
};
// Everything else that the program creates can be created twice: volumes, images, schemas (IF NOT EXISTS), grants, commands.

const resource = z.object({
  type: z.string(),
  id: z.string().optional(),
  inputs: z.object({ name: z.unknown().optional() }).optional(),
});
const exported = z.object({
  deployment: z.object({
    resources: z.array(resource).nullish(),
    pending_operations: z.array(z.object({ type: z.string(), resource })).nullish(),
  }),
});

/** The ids of all resources of that kind that the state knows: they are never touched. */
export type Known = (kind: Undo["kind"]) => ReadonlySet<string>;

/** From the text of `pulumi stack export`: begun creations of things that cannot be created twice, and what is known already. */
export function undoPlan(text: string): { readonly undos: Undo[]; readonly known: Known } {
  const { resources, pending_operations: pending } = exported.parse(JSON.parse(text)).deployment;
  const undos = (pending ?? []).flatMap(({ type: operation, resource: { type, inputs } }): Undo[] => {
    const kind = KINDS[type];
    const name = inputs?.name;
    return operation === "creating" && kind && typeof name === "string" ? [{ kind, name }] : [];
  });
  const known: Known = (kind) =>
    new Set((resources ?? []).flatMap(({ type, id }) => (KINDS[type] === kind && id ? [id] : [])));
  return { undos, known };
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

function undoInEngine({ kind, name }: Undo, stack: string, known: ReadonlySet<string>): void {
  const filter = [
    "--quiet",
    "--no-trunc",
    "--filter",
    `label=chalan.stack=${stack}`,
    "--filter",
    `name=^/?${name}$`,
  ];
  const ids =
    run("docker", kind === "container" ? ["ps", "--all", ...filter] : ["network", "ls", ...filter]) ?? "";
  for (const id of ids.split("\n").filter((found) => found !== "" && !known.has(found))) {
    run("docker", kind === "container" ? ["rm", "--force", "--volumes", id] : ["network", "rm", id]);
  }
}

function undoInDatabase(undo: Undo, stack: string, known: ReadonlySet<string>): void {
  if (known.has(undo.name)) return;
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
  const { undos, known } = undoPlan(readFileSync(0, "utf8"));
  for (const undo of undos) {
    console.log(`  · undoing what may be half-made: ${undo.kind} ${undo.name}`);
    const act = undo.kind === "container" || undo.kind === "network" ? undoInEngine : undoInDatabase;
    act(undo, stack, known(undo.kind));
  }
}
