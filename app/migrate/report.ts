import { UserError } from "../shared/errors.ts";
import { sqlState } from "../shared/sql-state.ts";

/** What a run did to one schema. */
export interface SchemaResult {
  /** Slug of the tenant, or `public`. */
  readonly tenant: string;
  readonly schema: string;
  /** `ahead`: already migrated by a newer release; nothing was changed. */
  readonly status: "migrated" | "current" | "ahead" | "archived" | "failed";
  /** Files applied by this run, as `module/name`. */
  readonly applied: readonly string[];
  readonly milliseconds: number;
  readonly error?: string;
}

/** The one line of JSON that a migrate command prints on stdout. */
export interface Report {
  readonly command: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly results: readonly SchemaResult[];
}

/** Exit codes of `migrate`; anything else is a crash. */
export const EXIT = { ok: 0, failed: 1, usage: 2, pending: 3 } as const;

/** A failure in one line: PostgreSQL's message and code, without its DETAIL, which may quote a row's values. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const state = sqlState(error);
  const message = error instanceof Error ? error.message : String(error);
  return state === undefined ? message : `${message} (${state})`;
}

/** @returns the report of a finished command */
export function toReport(command: string, results: readonly SchemaResult[], started: number): Report {
  const milliseconds = Math.round(performance.now() - started);
  return { command, ok: results.every(({ status }) => status !== "failed"), milliseconds, results };
}

/** Runs `work`, turning a failure into a result, so that one tenant's failure does not end the run. */
export async function asResult(
  tenant: string,
  schema: string,
  work: () => Promise<Pick<SchemaResult, "status" | "applied">>,
): Promise<SchemaResult> {
  const started = performance.now();
  const milliseconds = () => Math.round(performance.now() - started);
  try {
    const { status, applied } = await work();
    return { tenant, schema, status, applied, milliseconds: milliseconds() };
  } catch (error) {
    return {
      tenant,
      schema,
      status: "failed",
      applied: [],
      milliseconds: milliseconds(),
      error: explain(error),
    };
  }
}
