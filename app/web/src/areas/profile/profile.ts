import { useQuery } from "@tanstack/vue-query";
import type { Identity, ProfileChange, Session } from "../../../../shared/users.ts";
import { request } from "../../api/http.ts";
import { keysOf } from "../../query/keys.ts";

export const SESSIONS = "sessions";

/** The browsers in which the person has signed in. */
export const useSessions = () =>
  useQuery({
    queryKey: keysOf(SESSIONS).all,
    queryFn: ({ signal }) => request<{ items: Session[] }>("GET", "/auth/sessions", { signal }),
  });

/** @throws ApiFailure, as everything here does */
export const endSession = (id: string) => request<undefined>("DELETE", `/auth/sessions/${id}`);

/** All but the one that asks. */
export const endOtherSessions = () => request<undefined>("DELETE", "/auth/sessions");

export const changeProfile = (body: ProfileChange) => request<Identity>("PATCH", "/auth/me", { body });

/** Ends all other sessions. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  request<Identity>("POST", "/auth/password", { body: { currentPassword, newPassword } });
