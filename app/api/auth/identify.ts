import type { onRequestAsyncHookHandler } from "fastify";
import type { TenantRepository } from "../repositories/tenant.ts";
import type { KnownMember, UsersRepository } from "../repositories/users.ts";
import { readSessionCookie } from "./cookie.ts";
import type { Session, Sessions } from "./sessions.ts";

/** Finds out from the session's cookie who is asking, and ends sessions of an earlier password or before a suspension. */
export function identifyBySession(
  sessions: Sessions,
  users: UsersRepository,
  tenants: TenantRepository,
): onRequestAsyncHookHandler {
  async function memberOf({ userId, userEpoch, tenantEpoch }: Session): Promise<KnownMember | undefined> {
    if ((await tenants.current())?.sessionEpoch !== tenantEpoch) return undefined;
    const known = await users.known(userId);
    if (known?.sessionEpoch === userEpoch) return known;
    // What is remembered here may be older than the session, when another process has set the new password.
    users.forget(userId);
    const fresh = await users.known(userId);
    return fresh?.sessionEpoch === userEpoch ? fresh : undefined;
  }

  return async (request) => {
    const id = readSessionCookie(request.headers.cookie);
    const session = id === undefined ? undefined : await sessions.find(id);
    if (id === undefined || session === undefined) return;
    request.visitor = await memberOf(session);
    if (request.visitor === undefined) return sessions.end(id);
    request.language = request.visitor.language ?? request.language;
  };
}
