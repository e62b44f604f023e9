import type { Problem } from "./problem.ts";

/** Why a request failed, in the terms of the texts. */
export type FailureReason =
  | "closed"
  | "unauthenticated"
  | "wrongCredentials"
  | "forbidden"
  | "tooMany"
  | "offline"
  | "unavailable"
  | "invalid"
  | "conflict"
  | "refused"
  | "missing"
  | "unexpected";

export class ApiFailure extends Error {
  readonly reason: FailureReason;
  readonly problem: Problem | undefined;
  /** Seconds until it is worth trying again. */
  readonly seconds: number;
  constructor(reason: FailureReason, problem?: Problem, seconds = 0) {
    super(reason);
    this.reason = reason;
    this.problem = problem;
    this.seconds = seconds;
  }
}

const BY_TYPE: Readonly<Record<string, FailureReason>> = {
  "urn:chalan:problem:tenant-closed": "closed",
  "urn:chalan:problem:wrong-credentials": "wrongCredentials",
  "urn:chalan:problem:version-conflict": "conflict",
};

const BY_STATUS: Readonly<Record<number, FailureReason>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "missing",
  409: "refused",
  410: "refused",
  422: "refused",
  429: "tooMany",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** @returns why, for an answer that is no success; the problem's type says more than the status */
export function reasonOf(status: number, type: string | undefined): FailureReason {
  return BY_TYPE[type ?? ""] ?? BY_STATUS[status] ?? "unexpected";
}

const TIMEOUT_MILLISECONDS = 20_000;
/** The API changes nothing without it: a page of another site cannot send it. */
const OWN_HEADER = { "x-requested-with": "chalan" };

let whenSignedOut = (): void => {};
/** @param listener is called when an answer says that nobody has signed in (any more) */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  const reason = reasonOf(response.status, problem?.type);
  return new ApiFailure(reason, problem, Number(response.headers.get("retry-after") ?? 0));
}

/**
 * @param path behind /api
 * @param key of a POST that must be carried out once, however often it is sent
 * @throws ApiFailure
 */
export async function request<Body>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
  key?: string,
): Promise<Body> {
  const headers: Record<string, string> = { ...OWN_HEADER };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key !== undefined) headers["idempotency-key"] = key;
  const options: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) };
  if (body !== undefined) options.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`/api${path}`, options);
  } catch {
    throw new ApiFailure("offline");
  }
  if (response.ok) {
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as Body;
  }
  const failure = await failureOf(response);
  if (failure.reason === "unauthenticated") whenSignedOut();
  throw failure;
}

/** @returns anything thrown as a failure that can be shown */
export function toFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("unexpected");
}
