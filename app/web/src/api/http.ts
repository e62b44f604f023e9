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
  | "givenUp"
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
  413: "refused",
  415: "refused",
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

/** Is told what requests show about the session and the connection. */
export interface RequestObserver {
  /** An answer says that nobody has signed in (any more). */
  signedOut(): void;
  /** Whether the server could be reached. */
  reached(reached: boolean): void;
}

let observer: RequestObserver = { signedOut() {}, reached() {} };
/** There is one: the app, as it starts. */
export function observeRequests(wanted: RequestObserver): void {
  observer = wanted;
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  const reason = reasonOf(response.status, problem?.type);
  return new ApiFailure(reason, problem, Number(response.headers.get("retry-after") ?? 0));
}

export interface RequestOptions {
  /** Sent as JSON; a file is sent as it is. */
  readonly body?: object | Blob;
  /** Of a POST that must be carried out once, however often it is sent. */
  readonly key?: string;
  /** Given up when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

function headersOf({ body, key }: RequestOptions): Record<string, string> {
  const type = body instanceof Blob ? body.type || "application/octet-stream" : "application/json";
  return {
    ...OWN_HEADER,
    ...(body === undefined ? {} : { "content-type": type }),
    ...(key === undefined ? {} : { "idempotency-key": key }),
  };
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const { body, signal } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const init: RequestInit = {
    method,
    headers: headersOf(options),
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  };
  if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
  try {
    const response = await fetch(`/api${path}`, init);
    observer.reached(true);
    return response;
  } catch {
    if (signal?.aborted !== true) observer.reached(false);
    throw new ApiFailure("offline");
  }
}

/**
 * @param path behind /api
 * @throws ApiFailure
 */
export async function request<Answer>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const response = await send(method, path, options);
  if (response.ok) {
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }
  const failure = await failureOf(response);
  if (failure.reason === "unauthenticated") observer.signedOut();
  throw failure;
}

const PASSING: ReadonlySet<FailureReason> = new Set(["offline", "unavailable"]);
/** Passes by itself, so that reading is worth another try. */
export const isPassing = ({ reason }: ApiFailure): boolean => PASSING.has(reason);

/** @returns anything thrown as a failure that can be shown */
export function toFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("unexpected");
}
