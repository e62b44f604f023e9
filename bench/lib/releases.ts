import { readdirSync } from "node:fs";
import { z } from "zod";
import { docker } from "./engine.ts";
import { run } from "./run.ts";

const MIGRATE_SECONDS = 900;
const Report = z.object({
  milliseconds: z.number(),
  results: z.array(z.object({ schema: z.string(), status: z.string() })),
});

/** What one run of the app's migrator took. */
export interface Migrated {
  /** From the start of `docker run` to its end. */
  readonly seconds: number;
  /** What the migrator itself says. */
  readonly runnerSeconds: number;
  /** Tenants by what was done to them. */
  readonly tenants: Readonly<Record<string, number>>;
}

/** A simple migration, what an ordinary release brings, in one line. */
export function simpleMigration(number: number): string {
  return `alter table contracts add column bench_${number} text; create index contracts_bench_${number} on contracts (bench_${number});`;
}

/** Releases of the app that differ in nothing but one more migration each, as images; they go when the benchmark ends. */
export class Releases implements AsyncDisposable {
  readonly #base: string;
  readonly #made: string[] = [];
  readonly #files: string[] = [];
  readonly #known: number;

  constructor(base: string) {
    this.#base = base;
    this.#known = readdirSync("app/migrations/tenant").filter((name) => /^\d{4}_.*\.sql$/.test(name)).length;
  }

  /** The release after the last one. @returns its image */
  async next(): Promise<string> {
    const number = this.#known + this.#files.length + 1;
    const name = `${String(number).padStart(4, "0")}_bench.sql`;
    this.#files.push(
      `RUN printf '%s\\n' '${simpleMigration(number)}' > /srv/chalanpro/dist/migrations/tenant/${name}`,
    );
    const image = `tmp-bench-release:${number}`;
    const dockerfile = [`FROM ${this.#base}`, "USER root", ...this.#files, "USER node", ""].join("\n");
    await run("docker", ["build", "--quiet", "--tag", image, "-"], {
      timeoutSeconds: 120,
      input: dockerfile,
    });
    this.#made.push(image);
    return image;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#made.length > 0) await docker("rmi", "--force", ...this.#made);
  }
}

/** Runs the migrator as the program does (components/scripts/migrate). @throws Error with its last lines when it fails */
export async function migrate(
  what: "public" | "all",
  image: string,
  { network, migratorUrl }: { readonly network: string; readonly migratorUrl: string },
): Promise<Migrated> {
  const limits = ["--memory", "256m", "--memory-swap", "256m", "--cap-drop", "ALL", "--read-only"];
  const place = [
    "--network",
    network,
    "--security-opt",
    "no-new-privileges",
    "--env",
    "MIGRATOR_DATABASE_URL",
  ];
  const { stdout, seconds } = await run(
    "docker",
    ["run", "--rm", ...limits, ...place, image, "migrate", what],
    {
      timeoutSeconds: MIGRATE_SECONDS,
      environment: { MIGRATOR_DATABASE_URL: migratorUrl },
    },
  );
  const { milliseconds, results } = Report.parse(JSON.parse(stdout));
  const tenants = results.filter(({ schema }) => schema !== "public").map(({ status }) => status);
  const counts = Object.entries(Object.groupBy(tenants, (status) => status));
  return {
    seconds,
    runnerSeconds: milliseconds / 1000,
    tenants: Object.fromEntries(counts.map(([status, all]) => [status, all?.length ?? 0])),
  };
}
