import type { Page } from "../../../../shared/paging.ts";
import type { Invitation, Member, MemberChange } from "../../../../shared/users.ts";
import { request } from "../../api/http.ts";

/** Somebody of the tenant; the id is what queries know rows by. */
export interface Person extends Member {
  readonly id: string;
}
/** Whether the mail got away is in the answer: it can be sent again. */
export type Invited = Member & { readonly mailSent: boolean };

const PATH = "/users";
const asPerson = (member: Member): Person => ({ ...member, id: member.userId });

/** Everybody of the tenant, on one page. */
export const people = {
  name: "users",
  async list(_query: object, _cursor: string | null, signal?: AbortSignal): Promise<Page<Person>> {
    const { items } = await request<{ items: Member[] }>("GET", PATH, signal && { signal });
    return { items: items.map(asPerson), nextCursor: null };
  },
};

/** @param key the same for every try to invite this one person. @throws ApiFailure, as everything here does */
export const invite = (body: Invitation, key: string) => request<Invited>("POST", PATH, { body, key });

export const inviteAgain = (id: string) => request<Invited>("POST", `${PATH}/${id}/invitation`);

export const changePerson = (id: string, body: MemberChange) =>
  request<Member>("PATCH", `${PATH}/${id}`, { body });
