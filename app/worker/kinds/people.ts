import type { Query, Statement } from "../../shared/database.ts";

/** Somebody who is told how the business does. */
export interface Recipient {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

const MANAGERS: Statement = {
  name: "",
  text: `select user_id as "userId", email, memberships.name
         from public.memberships join public.users using (user_id)
         where role in ('owner', 'manager') and state = 'active' order by email`,
};

/** @returns the active owners and managers of the tenant whose transaction it is */
export const managersOf = (query: Query): Promise<Recipient[]> => query<Recipient>(MANAGERS, []);
