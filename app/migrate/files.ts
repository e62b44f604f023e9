import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../shared/errors.ts";

/** One numbered SQL file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly checksum: string;
  readonly sql: string;
}

/** Everything below app/migrations. */
export interface MigrationSet {
  readonly public: readonly Migration[];
  /** Privileges on public, run after every `migrate public`. */
  readonly publicGrants: string;
  /** Migrations of a tenant's schema by module; `core` is in every schema. */
  readonly modules: ReadonlyMap<string, readonly Migration[]>;
}

export const CORE = "core";
const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;
const UNNUMBERED = new Set(["grants.sql"]);

/**
 * Orders files by number and checks their names.
 *
 * @param files name and text of each file of one folder
 * @returns the migrations, lowest number first
 * @throws UserError listing every misnamed file and every gap or repeat in the numbers
 */
export function toMigrations(files: readonly { name: string; sql: string }[]): Migration[] {
  const problems: string[] = [];
  const migrations: Migration[] = [];
  for (const { name, sql } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const match = FILE_NAME.exec(name);
    if (match === null) {
      problems.push(`${name}: must be named NNNN_words_like_this.sql`);
      continue;
    }
    const version = Number(match[1]);
    if (version !== migrations.length + 1) {
      problems.push(`${name}: its number must be ${migrations.length + 1}, without gaps or repeats`);
    }
    migrations.push({ version, name, sql, checksum: createHash("sha256").update(sql).digest("hex") });
  }
  if (problems.length > 0) throw new UserError(`Migration files:\n  ${problems.join("\n  ")}`);
  return migrations;
}

async function readFolder(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !UNNUMBERED.has(entry.name))
    .map(({ name }) => name);
  const files = names.map(async (name) => ({ name, sql: await readFile(join(folder, name), "utf8") }));
  return toMigrations(await Promise.all(files));
}

/**
 * Reads all migrations.
 *
 * @param root the folder that holds `public/` and `tenant/` (with `tenant/modules/<module>/`)
 * @throws UserError on misnamed files
 */
export async function readMigrations(root: string): Promise<MigrationSet> {
  const moduleRoot = join(root, "tenant", "modules");
  const names = (await readdir(moduleRoot, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const modules = names.map(async ({ name }) => [name, await readFolder(join(moduleRoot, name))] as const);
  return {
    public: await readFolder(join(root, "public")),
    publicGrants: await readFile(join(root, "public", "grants.sql"), "utf8"),
    modules: new Map([[CORE, await readFolder(join(root, "tenant"))], ...(await Promise.all(modules))]),
  };
}

/**
 * The modules whose migrations a schema gets: core first, then by name. A module that was switched off keeps its
 * tables and goes on being migrated, so that it can be switched on again.
 *
 * @param enabled the tenant's modules
 * @param applied modules found in the schema's ledger
 */
export function modulesOf(enabled: readonly string[], applied: readonly string[]): string[] {
  const others = new Set([...enabled, ...applied].filter((name) => name !== CORE));
  return [CORE, ...[...others].sort()];
}
