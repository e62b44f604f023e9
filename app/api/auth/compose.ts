import type { Dependencies } from "../dependencies.ts";
import { limitStrangers } from "../plugins/rate-limit.ts";
import { credentialsRepository } from "../repositories/credentials.ts";
import type { TenantRepository } from "../repositories/tenant.ts";
import { usersRepository } from "../repositories/users.ts";
import { identifyBySession } from "./identify.ts";
import { createLimiter } from "./limiter.ts";
import { createPasswordLinks } from "./password-links.ts";
import { requestLimits } from "./request-limits.ts";
import { createSessionList } from "./session-list.ts";
import { createSessions } from "./sessions.ts";
import { createSignIn } from "./sign-in.ts";
import { createVisits } from "./visits.ts";

/** Everything that has to do with who is asking, for one application. */
export function composeAuth(dependencies: Dependencies, tenants: TenantRepository) {
  const { database, redis, metrics, log } = dependencies;
  const { slug } = dependencies.tenant;
  const users = usersRepository(database);
  const credentials = credentialsRepository(database);
  const sessions = createSessions(redis, slug);
  const sessionList = createSessionList(redis, slug);
  const limiter = createLimiter(redis, slug);
  const limits = requestLimits(dependencies.requestsPerMinute, tenants);
  const visits = createVisits(redis, slug, limits);
  const tenant = async () => {
    const row = await tenants.current();
    if (row === undefined) throw new Error("the tenant is not registered");
    return row;
  };
  const tenantEpoch = async () => (await tenant()).sessionEpoch;
  return {
    users,
    credentials,
    sessions,
    sessionList,
    tenantEpoch,
    limiter,
    signIn: createSignIn({ users, credentials, sessions, sessionList, limiter, metrics, tenantEpoch }),
    links: createPasswordLinks({ users, credentials, tenant }),
    identify: identifyBySession({ sessions, visits, users, log }),
    limit: limitStrangers(dependencies, limiter, limits),
  };
}

export type Auth = ReturnType<typeof composeAuth>;
