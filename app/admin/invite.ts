import { createPasswordLinks } from "../api/auth/password-links.ts";
import { readWebEnvironment } from "../api/env.ts";
import { credentialsRepository } from "../api/repositories/credentials.ts";
import { tenantRepository } from "../api/repositories/tenant.ts";
import { usersRepository } from "../api/repositories/users.ts";
import { openDatabase } from "../shared/database.ts";
import { UserError } from "../shared/errors.ts";
import { createLogger } from "../shared/log.ts";
import { ROLES, type Role } from "../shared/roles.ts";

const USAGE = `usage: invite EMAIL ROLE NAME
Makes the person a member of this environment's tenant with the role (${ROLES.join(", ")}) and prints a link by which
they set their password: once, within seven days. For a tenant's first owner, and for an owner who is locked out.
The environment is the one of \`api\`; no mail is sent.`;

function parse(words: readonly string[]): { email: string; role: Role; name: string } {
  const [email = "", given = "", name = ""] = words;
  const role = ROLES.find((one) => one === given);
  const isAddress = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 254;
  if (words.length !== 3 || role === undefined || !isAddress || name.length < 1 || name.length > 200) {
    throw new UserError(USAGE);
  }
  return { email, role, name };
}

/**
 * `invite`: the way in for those whom nobody inside can invite. Whoever may run it has the container anyway.
 *
 * @returns exit code 0
 * @throws UserError on wrong usage, a bad environment, or somebody who has been disabled
 */
export async function runInvite(
  words: readonly string[],
  source: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const person = parse(words);
  const environment = readWebEnvironment(source);
  const log = createLogger(environment.LOG_LEVEL, { process: "invite", tenant: environment.TENANT_SLUG });
  const database = openDatabase(environment.DATABASE_URL, 1, "invite", log);
  try {
    const users = usersRepository(database);
    const credentials = credentialsRepository(database);
    const tenant = async () => {
      const row = await tenantRepository(database).current();
      if (row === undefined) throw new UserError("The tenant is not registered: run `migrate tenant` first");
      return row;
    };
    await tenant();
    const userId = (await users.add(null, person)) ?? (await credentials.findMember(person.email))?.userId;
    if (userId === undefined)
      throw new UserError("The person has been disabled: an owner can take that back");
    await users.change(null, userId, { role: person.role });
    const links = createPasswordLinks({ users, credentials, tenant });
    process.stdout.write(`${await links.invitationLink(userId)}\n`);
    return 0;
  } finally {
    await database.end();
  }
}
