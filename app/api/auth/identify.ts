import type { onRequestAsyncHookHandler } from "fastify";
import type { Logger } from "../../shared/log.ts";
import type { KnownMember, UsersRepository } from "../repositories/users.ts";
import { readSessionCookie } from "./cookie.ts";
import { TooManyRequests } from "./problems.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Visits } from "./visits.ts";

export interface IdentifyDependencies {
  readonly sessions: Sessions;
  readonly visits: Visits;
  readonly users: UsersRepository;
  readonly log: Pick<Logger, "warn">;
}

/**
 * Finds out from the session's cookie who is asking, counts the request for them, and ends sessions of an earlier
 * password or before a suspension.
 */
export function identifyBySession({
  sessions,
  visits,
  users,
  log,
}: IdentifyDependencies): onRequestAsyncHookHandler {
  /** @throws TooManyRequests */
  const begin = async (key: string): Promise<string | null> => {
    const { session, wait } = await visits.begin(key);
    if (wait === undefined) log.warn("requests are not counted");
    else if (wait > 0) throw new TooManyRequests(wait);
    return session;
  };

  async function memberOf({ userId, userEpoch }: Session): Promise<KnownMember | undefined> {
    const known = await users.known(userId);
    if (known?.sessionEpoch === userEpoch) return known;
    // What is remembered here may be older than the session, when another process has set the new password.
    users.forget(userId);
    const fresh = await users.known(userId);
    return fresh?.sessionEpoch === userEpoch ? fresh : undefined;
  }

  return async (request) => {
    const id = readSessionCookie(request.headers.cookie);
    const session = id === undefined ? undefined : await sessions.find(id, begin);
    if (id === undefined || session === undefined) return;
    const isOfNow = session.tenantEpoch === request.tenant.sessionEpoch;
    request.visitor = isOfNow ? await memberOf(session) : undefined;
    if (request.visitor === undefined) return sessions.end(id);
    request.language = request.visitor.language ?? request.language;
  };
}
