import type { Metrics } from "../../shared/metrics.ts";
import { hashPassword, isPassword } from "../../shared/passwords.ts";
import type { Identity } from "../../shared/users.ts";
import type { CredentialsRepository, Origin } from "../repositories/credentials.ts";
import type { UsersRepository } from "../repositories/users.ts";
import { type Allowance, anonymous, type Limiter } from "./limiter.ts";
import { TooManyRequests, wrongCredentials } from "./problems.ts";
import type { SessionList } from "./session-list.ts";
import type { Sessions } from "./sessions.ts";

const QUARTER = 15 * 60;

/** Guesses at one account from one place: the next one has to wait. A success forgets them. */
const guesses = (email: string, address: string): Allowance => ({
  key: `sign-in:${anonymous(email)}:${anonymous(address)}`,
  times: 5,
  seconds: QUARTER,
});
/** However many places guess at one account, and however many accounts one place tries (an office has one address). */
const overall = (email: string, address: string): Allowance[] => [
  { key: `sign-in:account:${anonymous(email)}`, times: 50, seconds: 3600 },
  { key: `sign-in:address:${anonymous(address)}`, times: 100, seconds: QUARTER },
];

export interface SignInDependencies {
  readonly users: UsersRepository;
  readonly credentials: CredentialsRepository;
  readonly sessions: Sessions;
  readonly sessionList: Pick<SessionList, "add">;
  readonly limiter: Limiter;
  readonly metrics: Pick<Metrics, "countSignIn">;
  /** The number under which the tenant's sessions live now. */
  readonly tenantEpoch: () => Promise<number>;
}

/** Signing in, and changing one's password. */
export function createSignIn({
  users,
  credentials,
  sessions,
  sessionList,
  limiter,
  metrics,
  tenantEpoch,
}: SignInDependencies) {
  /** Counted before the password is looked at, so that guesses at the same moment are counted too. */
  async function check(email: string, password: string, origin: Origin): Promise<string> {
    const own = guesses(email, origin.address);
    const others = overall(email, origin.address);
    const wait = await limiter.take([own, ...others]);
    if (wait > 0) {
      metrics.countSignIn("blocked");
      throw new TooManyRequests(wait);
    }
    const secret = await credentials.secret(email);
    if (!(await isPassword(secret?.passwordHash, password)) || secret === undefined) {
      metrics.countSignIn("failure");
      await credentials.record(secret?.userId, "failure", origin);
      throw wrongCredentials();
    }
    // Only what fails counts: an office signs in from one address every morning.
    await limiter.giveBack(others);
    await limiter.reset(own);
    return secret.userId;
  }

  async function start(userId: string, { agent }: Origin): Promise<{ id: string; identity: Identity }> {
    users.forget(userId);
    const known = await users.known(userId);
    if (known === undefined) throw wrongCredentials();
    const epochs = { userEpoch: known.sessionEpoch, tenantEpoch: await tenantEpoch() };
    const id = await sessions.start({ userId, ...epochs, ...(agent && { agent: agent.slice(0, 200) }) });
    await sessionList.add(userId, id);
    return { id, identity: known };
  }

  return {
    /** @returns a new session's id, and who has signed in @throws wrongCredentials, TooManyRequests */
    async signIn(email: string, password: string, origin: Origin) {
      const userId = await check(email, password, origin);
      const started = await start(userId, origin);
      metrics.countSignIn("success");
      await credentials.record(userId, "success", origin);
      return started;
    },
    /** Ends all of the person's sessions. @returns a new one for the browser that asked */
    async changePassword({ userId, email }: Identity, current: string, next: string, origin: Origin) {
      await check(email, current, origin);
      await credentials.setPassword(userId, await hashPassword(next));
      await credentials.record(userId, "password_changed", origin);
      return start(userId, origin);
    },
  };
}
