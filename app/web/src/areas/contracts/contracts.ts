import type { ContractStatus } from "../../../../shared/contract-status.ts";
import type { Contract, ContractDetail, ContractInput } from "../../../../shared/contracts.ts";
import { request } from "../../api/http.ts";
import { resource } from "../../api/resource.ts";

export const contracts = resource<Contract, ContractInput, ContractDetail>("contracts");

/** What else shows contracts: it is read again when one changes. */
export const AFFECTED = ["contracts", "dashboard"] as const;

/** @throws ApiFailure */
export const changeStatus = ({ id, version }: Contract, status: ContractStatus) =>
  request<ContractDetail>("POST", `/contracts/${id}/status`, { body: { status, version } });

/** How a status looks, from not begun to over. */
export const STATUS_TONES = {
  draft: "neutral",
  signed: "active",
  in_progress: "active",
  done: "good",
  invoiced: "good",
  paid: "good",
  cancelled: "off",
} as const satisfies Record<ContractStatus, string>;
