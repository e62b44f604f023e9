import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import pg from "pg";
import { inject as provided } from "vitest";
import { SESSION_COOKIE } from "../../../app/api/auth/cookie.ts";
import type { Sessions } from "../../../app/api/auth/sessions.ts";
import { OWN_HEADER } from "../../../app/api/plugins/same-site.ts";
import type { Role } from "../../../app/shared/roles.ts";

/** Somebody's browser: sends its cookie and what the front adds to every request. */
export interface Client {
  readonly userId: string;
  readonly email: string;
  /** The session's cookie, as a header. */
  readonly cookie: string;
  readonly inject: (options: InjectOptions | string) => Promise<LightMyRequestResponse>;
}

/**
 * Makes a member of the tenant, as superuser and without a password: hashing one takes its time.
 *
 * @returns the person's id and address
 */
export async function createMember(
  databaseName: string,
  tenantId: string,
  role: Role,
): Promise<{ userId: string; email: string }> {
  const url = new URL(provided("databaseUrl"));
  url.pathname = `/${databaseName}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const email = `${role}-${crypto.randomUUID()}@example.com`;
  const { rows } = await client.query<{ userId: string }>(
    `with person as (insert into users (email) values ($1) returning user_id)
     insert into memberships (user_id, tenant_id, name, role) select user_id, $3, $2, $4 from person
     returning user_id as "userId"`,
    [email, `Test ${role}`, tenantId, role],
  );
  await client.end();
  const userId = rows[0]?.userId;
  if (userId === undefined) throw new Error("no user was made");
  return { userId, email };
}

/** Opens a session for a member. @param tenantEpoch how often the tenant has been suspended */
export async function openSession(
  app: FastifyInstance,
  sessions: Sessions,
  { userId, email }: { userId: string; email: string },
  tenantEpoch: number,
): Promise<Client> {
  const cookie = `${SESSION_COOKIE}=${await sessions.start({ userId, userEpoch: 0, tenantEpoch })}`;
  return {
    userId,
    email,
    cookie,
    inject: (given) => {
      const options = typeof given === "string" ? { url: given } : given;
      return app.inject({ ...options, headers: { cookie, ...OWN_HEADER, ...options.headers } });
    },
  };
}
