import type { onRequestAsyncHookHandler } from "fastify";
import type { Logger } from "../../shared/log.ts";
import type { TenantRepository } from "../repositories/tenant.ts";
import type { KnownMember, UsersRepository } from "../repositories/users.ts";
import { readSessionCookie } from "./cookie.ts";
import { TooManyRequests } from "./problems.ts";
import type { RequestLimits } from "./request-limits.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Visits } from "./visits.ts";

export interface IdentifyDependencies {
  readonly sessions: Sessions;
  readonly visits: Visits;
  readonly limits: () => Promise<RequestLimits>;
  readonly users: UsersRepository;
  readonly tenants: TenantRepository;
  readonly log: Pick<Logger, "warn">;
}

/**
 * Finds out from the session's cookie who is asking, counts the request for them, and ends sessions of an earlier
 * password or before a suspension.
 */
export function identifyBySession({
  sessions,
  visits,
  limits,
  users,
  tenants,
  log,
}: IdentifyDependencies): onRequestAsyncHookHandler {
  /** @throws TooManyRequests */
  async function visit(id: string): Promise<Session | undefined> {
    const perMinute = await limits();
    return sessions.find(id, async (key) => {
      const { session, wait } = await visits.begin(key, perMinute);
      if (wait === undefined) log.warn("requests are not counted");
      else if (wait > 0) throw new TooManyRequests(wait);
      return session;
    });
  }

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
    const session = id === undefined ? undefined : await visit(id);
    if (id === undefined || session === undefined) return;
    request.visitor = await memberOf(session);
    if (request.visitor === undefined) return sessions.end(id);
    request.language = request.visitor.language ?? request.language;
  };
}
