import type { ContractStatus } from "../../shared/contract-status.ts";
import type { Contract, ContractDetail, ContractInput, ContractPage } from "../../shared/contracts.ts";
import type { PublicTenant } from "../../shared/tenant.ts";
import type { Identity } from "../../shared/users.ts";
import { request } from "./http.ts";
import { toQuery } from "./query.ts";

export type { Contract, ContractDetail, ContractInput, Identity, PublicTenant };

/** The tenant's name and looks. @throws ApiFailure, as everything here does */
export const readTenant = () => request<PublicTenant>("GET", "/tenant");

export const readIdentity = () => request<Identity>("GET", "/auth/me");

export const signIn = (email: string, password: string) =>
  request<Identity>("POST", "/auth/login", { email, password });

export const signOut = () => request<undefined>("POST", "/auth/logout");

/** What a list of contracts is narrowed down to; empty: all. */
export interface ContractFilter {
  readonly search: string;
  readonly status: ContractStatus | "";
}

/** One page of contracts, newest first. @param cursor null for the first page */
export const listContracts = (filter: ContractFilter, cursor: string | null) =>
  request<ContractPage>("GET", `/contracts${toQuery({ ...filter, cursor })}`);

export const readContract = (id: string) => request<ContractDetail>("GET", `/contracts/${id}`);

/** @param key the same for every try to create this one contract */
export const createContract = (input: ContractInput, key: string) =>
  request<ContractDetail>("POST", "/contracts", input, key);

export const updateContract = (id: string, version: number, input: ContractInput) =>
  request<ContractDetail>("PUT", `/contracts/${id}`, { ...input, version });

export const changeStatus = ({ id, version }: Contract, status: ContractStatus) =>
  request<ContractDetail>("POST", `/contracts/${id}/status`, { status, version });

export const removeContract = (id: string) => request<undefined>("DELETE", `/contracts/${id}`);
