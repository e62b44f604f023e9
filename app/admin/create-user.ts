import { credentialsRepository } from "../api/repositories/credentials.ts";
import { usersRepository } from "../api/repositories/users.ts";
import type { Database } from "../shared/database.ts";
import { hashPassword } from "../shared/passwords.ts";
import type { Invitation } from "../shared/users.ts";

/**
 * Makes a member who can sign in at once, for data that is made up (`local`, QA); real people are invited.
 * May be repeated: name, role and password are then as given.
 *
 * @param database logs in as the tenant's role
 * @param password 12 to 128 characters
 * @returns the person's id
 * @throws PostgreSQL's error when the tenant would lose its last owner
 */
export async function createUser(
  database: Database,
  { email, password, name, role }: Invitation & { readonly password: string },
): Promise<string> {
  const users = usersRepository(database);
  const credentials = credentialsRepository(database);
  const userId =
    (await users.add(null, { email, name, role })) ?? (await credentials.findMember(email))?.userId;
  if (userId === undefined) throw new Error("the person has been disabled at this tenant");
  await users.change(null, userId, { name, role });
  await credentials.setPassword(userId, await hashPassword(password));
  return userId;
}
