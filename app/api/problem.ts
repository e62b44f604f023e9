import { sqlState } from "../shared/sql-state.ts";
import { constraintProblem } from "./constraint-problem.ts";

/** RFC 9457 problem details. `type` is a stable name that the front translates. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Id of the request, to be found in the logs. */
  readonly instance?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** The resource as it is now, when somebody else changed it; the client has its own version. */
  readonly current?: unknown;
  /** What stands in the way. */
  readonly conflicts?: readonly unknown[];
  /** What would be possible instead. */
  readonly allowed?: readonly string[];
}

/** A failure that a handler wants answered as a problem. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

const type = (name: string) => `urn:chalan:problem:${name}`;

export const notFound = (what: string): ProblemError =>
  new ProblemError({ type: type("not-found"), title: `${what} not found`, status: 404 });

/** @param current the whole resource, so that the client can show both versions side by side */
export const conflict = (version: number, current: { readonly version: number }): ProblemError =>
  new ProblemError({
    type: type("version-conflict"),
    title: "Somebody else changed it first",
    status: 409,
    detail: `You have version ${version}, the current one is ${current.version}`,
    current,
  });

export const inUse = (what: string): ProblemError =>
  new ProblemError({ type: type("in-use"), title: `${what} is still in use`, status: 409 });

/** @param path where the value is, such as body/crewId */
export const invalid = (path: string, message: string): ProblemError =>
  new ProblemError({
    type: type("validation"),
    title: "The request is not valid",
    status: 400,
    errors: [{ path, message }],
  });

export const badCursor = (): ProblemError =>
  invalid("querystring/cursor", "must be the nextCursor of an earlier answer in the same order");

export const tenantClosed = (state: string): ProblemError =>
  new ProblemError({ type: type("tenant-closed"), title: `This account is ${state}`, status: 403 });

export const forbidden = (): ProblemError =>
  new ProblemError({ type: type("forbidden"), title: "Your role may not do this", status: 403 });

export const unauthenticated = (): ProblemError =>
  new ProblemError({ type: type("unauthenticated"), title: "Sign in first", status: 401 });

export const unavailable = (): ProblemError =>
  new ProblemError({
    type: type("unavailable"),
    title: "A service that this needs is not available",
    status: 503,
    detail: "Try again in a moment",
  });

const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN"]);

/** Connection trouble (of PostgreSQL or Redis), too many connections, shutdown, statement time-out, lock time-out, or a table not yet there. */
function isUnavailable(error: Error): boolean {
  const code = sqlState(error) ?? "";
  if (NETWORK.has(code) || /^(08|53|57|55P03|42P01)/.test(code)) return true;
  return /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Connection is closed|Command timed out|max retries per request/.test(
    error.message,
  );
}

/** A value that passed the schema but not the database, such as a NUL character or a broken constraint. */
function isUnacceptable(error: Error): boolean {
  return /^(22|23)[0-9A-Z]{3}$/.test(sqlState(error) ?? "");
}

interface HttpError extends Error {
  readonly statusCode?: number;
  readonly validation?: readonly { readonly instancePath: string; readonly message?: string }[];
  readonly validationContext?: string;
}

/**
 * Turns anything thrown into a problem. From 500 on, the answer says nothing of the cause: that goes to the log.
 */
export function toProblem(error: HttpError): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error.validation !== undefined) {
    const errors = error.validation.map(({ instancePath, message = "is not valid" }) => ({
      path: `${error.validationContext ?? ""}${instancePath}`,
      message,
    }));
    return { type: type("validation"), title: "The request is not valid", status: 400, errors };
  }
  if (isUnavailable(error)) return unavailable().problem;
  const broken = constraintProblem(error);
  if (broken !== undefined) return broken;
  if (isUnacceptable(error)) {
    return { type: type("validation"), title: "The database does not accept a value", status: 400 };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return { type: type("request"), title: error.message, status };
  return { type: type("internal"), title: "Something went wrong", status: 500 };
}
