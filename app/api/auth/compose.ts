import type { Dependencies } from "../dependencies.ts";
import { limitRequests } from "../plugins/rate-limit.ts";
import { credentialsRepository } from "../repositories/credentials.ts";
import type { TenantRepository } from "../repositories/tenant.ts";
import { usersRepository } from "../repositories/users.ts";
import { identifyBySession } from "./identify.ts";
import { createLimiter } from "./limiter.ts";
import { createPasswordLinks } from "./password-links.ts";
import { createSessionList } from "./session-list.ts";
import { createSessions } from "./sessions.ts";
import { createSignIn } from "./sign-in.ts";

/** Everything that has to do with who is asking, for one application. */
export function composeAuth(dependencies: Dependencies, tenants: TenantRepository) {
  const { database, redis, mailer, metrics } = dependencies;
  const { slug } = dependencies.tenant;
  const users = usersRepository(database);
  const credentials = credentialsRepository(database);
  const sessions = createSessions(redis, slug);
  const sessionList = createSessionList(redis, slug);
  const limiter = createLimiter(redis, slug);
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
    links: createPasswordLinks({ users, credentials, mailer, tenant }),
    identify: identifyBySession(sessions, users, tenants),
    limit: limitRequests(dependencies, limiter, tenants),
  };
}

export type Auth = ReturnType<typeof composeAuth>;
