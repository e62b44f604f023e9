import type { Database, Statement } from "../../shared/database.ts";
import type { Identity } from "../auth/identity.ts";

const IDENTITY: Statement = {
  name: "users_identity",
  text: `select users.user_id as "userId", users.email, memberships.name, memberships.role
         from public.users join public.memberships using (user_id)
         where user_id = $1 and memberships.state = 'active'`,
};

/** People of the tenant whose role `database` logs in as; row-level security leaves no others to be seen. */
export function usersRepository(database: Database) {
  return {
    /** @returns who an active member is now */
    async identity(userId: string): Promise<Identity | undefined> {
      return (await database.query<Identity>(IDENTITY, [userId]))[0];
    },
  };
}

export type UsersRepository = ReturnType<typeof usersRepository>;
