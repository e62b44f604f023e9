import type { PublicTenant } from "../../../shared/tenant.ts";
import type { Identity } from "../../../shared/users.ts";
import { request } from "./http.ts";

/** The tenant's name and looks. @throws ApiFailure, as everything here does */
export const readTenant = () => request<PublicTenant>("GET", "/tenant");

export const readIdentity = () => request<Identity>("GET", "/auth/me");

export const signIn = (email: string, password: string) =>
  request<Identity>("POST", "/auth/login", { body: { email, password } });

export const signOut = () => request<undefined>("POST", "/auth/logout");

/** Asks for a mail with a link to a new password. The answer does not tell whether the address is known. */
export const askForLink = (email: string) => request<undefined>("POST", "/auth/forgot", { body: { email } });

/** @param token what stands behind the # of the link */
export const setPassword = (token: string, newPassword: string) =>
  request<undefined>("POST", "/auth/reset", { body: { token, newPassword } });
