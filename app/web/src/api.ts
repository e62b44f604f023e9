import type { Contract, ContractInput, ContractPage } from "../../shared/contracts.ts";
import type { PublicTenant } from "../../shared/tenant.ts";

export type { Contract, ContractInput, ContractPage, PublicTenant };

/** Why a request failed, in the terms of the texts. */
export type FailureReason =
  | "closed"
  | "unauthenticated"
  | "offline"
  | "unavailable"
  | "invalid"
  | "conflict"
  | "missing"
  | "unexpected";

export class ApiFailure extends Error {
  readonly reason: FailureReason;
  /** Id of the request, for support. */
  readonly reference: string | undefined;
  constructor(reason: FailureReason, reference?: string) {
    super(reason);
    this.reason = reason;
    this.reference = reference;
  }
}

const REASONS: Readonly<Record<number, FailureReason>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "closed",
  404: "missing",
  409: "conflict",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

const TIMEOUT_MILLISECONDS = 20_000;

async function request(method: string, path: string, body?: object): Promise<Response> {
  const options: RequestInit = { method, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(`/api${path}`, options);
  } catch {
    throw new ApiFailure("offline");
  }
  if (response.ok) return response;
  const reference = response.headers.get("x-request-id") ?? undefined;
  throw new ApiFailure(REASONS[response.status] ?? "unexpected", reference);
}

/** @returns anything thrown as a failure that can be shown */
export function toFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure("unexpected");
}

/** The tenant's name and looks. @throws ApiFailure */
export const readTenant = async (): Promise<PublicTenant> => (await request("GET", "/tenant")).json();

/** One page of contracts, newest first. @throws ApiFailure */
export async function listContracts(cursor: string | null): Promise<ContractPage> {
  const query = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
  return (await request("GET", `/contracts?limit=25${query}`)).json();
}

/** @throws ApiFailure */
export const createContract = async (input: ContractInput): Promise<Contract> =>
  (await request("POST", "/contracts", input)).json();

/** @throws ApiFailure */
export async function removeContract(id: string): Promise<void> {
  await request("DELETE", `/contracts/${id}`);
}
