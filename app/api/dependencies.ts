import type { Redis } from "ioredis";
import type { Database } from "../shared/database.ts";
import type { Logger } from "../shared/log.ts";
import type { Metrics } from "../shared/metrics.ts";

/** What readiness compares a schema's ledger with: per module the migrations that this release knows. */
export type ExpectedMigrations = ReadonlyMap<
  string,
  readonly { readonly name: string; readonly version: number; readonly checksum: string }[]
>;

/** Everything the application gets from its process; tests give their own. */
export interface Dependencies {
  readonly tenant: { readonly slug: string; readonly id: string };
  readonly environment: "local" | "qa" | "prod";
  readonly database: Database;
  /** The core instance, which forgets nothing. */
  readonly redis: Redis;
  /** The cache instance, which may forget anything, or be away. */
  readonly cache: Redis;
  /** Requests per minute of the whole tenant and of one person, instead of the plan's. */
  readonly requestsPerMinute: number | undefined;
  /** Folder of the tenant's files. */
  readonly mediaFolder: string;
  readonly expectedMigrations: ExpectedMigrations;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Name of this container, sent as X-Chalan-Instance. */
  readonly instance: string;
  /** Whether the process has been asked to stop. */
  readonly isDraining: () => boolean;
}
