import type { Invitation, Member, MemberChange } from "../../../shared/users.ts";
import { request } from "./http.ts";

export type { Invitation, Member };

/** Everybody of the tenant. @throws ApiFailure, as everything here does */
export const listMembers = () => request<{ readonly items: Member[] }>("GET", "/users");

/** Whether the mail got away is in the answer: it can be sent again. */
export type InvitedMember = Member & { readonly mailSent: boolean };

/** @param key the same for every try to invite this one person */
export const invite = (invitation: Invitation, key: string) =>
  request<InvitedMember>("POST", "/users", invitation, key);

export const inviteAgain = (userId: string) => request<InvitedMember>("POST", `/users/${userId}/invitation`);

export const changeMember = (userId: string, change: MemberChange) =>
  request<Member>("PATCH", `/users/${userId}`, change);
