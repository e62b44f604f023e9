import type { Database, Statement } from "../../shared/database.ts";
import { enqueue, type JobPayload } from "../../shared/jobs.ts";

export type SignInOutcome = "success" | "failure" | "logout" | "password_changed";

/** Where a request came from. */
export interface Origin {
  readonly address: string;
  readonly agent: string | undefined;
}

const sql = (name: string, text: string): Statement => ({ name: `credentials_${name}`, text });

const SECRET = sql(
  "secret",
  `select user_id as "userId", password_hash as "passwordHash" from public.sign_in_secret($1)`,
);
const SET_PASSWORD = sql(
  "set_password",
  `with ended as (delete from public.password_links where user_id = $1)
   update public.memberships set password_hash = $2, state = 'active' where user_id = $1 and state <> 'disabled'`,
);
const RECORD = sql(
  "record",
  "insert into public.sign_ins (user_id, outcome, address, agent) values ($1, $2, $3, $4)",
);
const FIND_MEMBER = sql(
  "find_member",
  `select user_id as "userId", memberships.name from public.memberships join public.users using (user_id)
   where lower(email) = lower($1) and state <> 'disabled'`,
);
const FORGET_LINKS = sql("forget_links", "delete from public.password_links where user_id = $1");
const ADD_LINK = sql(
  "add_link",
  `insert into public.password_links (token_hash, user_id, expires_at)
   values ($1, $2, now() + make_interval(secs => $3))`,
);
// Of two who use a link at the same moment, the second finds it gone.
const USE_LINK = sql(
  "use_link",
  `with ended as (
     delete from public.password_links
     where user_id = (select user_id from public.password_links where token_hash = $1 and expires_at > now())
     returning user_id)
   update public.memberships set password_hash = $2, state = 'active'
   where user_id = (select user_id from ended limit 1) and state <> 'disabled' returning user_id as "userId"`,
);

/** Passwords, the links that set them, and the audit of sign-ins of one tenant. */
export function credentialsRepository(database: Database) {
  return {
    /** @returns the hash of an active member's password */
    async secret(email: string) {
      const [row] = await database.query<{ userId: string; passwordHash: string }>(SECRET, [email]);
      return row;
    },
    /** Ends all sessions and links of the person, and accepts an invitation. */
    async setPassword(userId: string, passwordHash: string): Promise<void> {
      await database.query(SET_PASSWORD, [userId, passwordHash]);
    },
    async record(
      userId: string | undefined,
      outcome: SignInOutcome,
      { address, agent }: Origin,
    ): Promise<void> {
      await database.query(RECORD, [userId ?? null, outcome, address, agent?.slice(0, 200) ?? null]);
    },
    /** @returns a member who may set a password */
    async findMember(email: string) {
      return (await database.query<{ userId: string; name: string }>(FIND_MEMBER, [email]))[0];
    },
    /**
     * Adds a link; earlier ones of the person end.
     *
     * @param seconds how long it can be used
     * @param letter that brings it to the person: it is sent if, and only if, the link is there
     */
    addLink: (
      userId: string,
      tokenHash: Buffer,
      seconds: number,
      letter?: JobPayload<"mail">,
    ): Promise<void> =>
      database.transaction(null, async (query) => {
        await query(FORGET_LINKS, [userId]);
        await query(ADD_LINK, [tokenHash, userId, seconds]);
        if (letter !== undefined) await enqueue(query, "mail", letter);
      }),
    /** Sets the password of whose link it is, and ends all links and sessions of the person. @returns who that is */
    async useLink(tokenHash: Buffer, passwordHash: string): Promise<string | undefined> {
      return (await database.query<{ userId: string }>(USE_LINK, [tokenHash, passwordHash]))[0]?.userId;
    },
  };
}

export type CredentialsRepository = ReturnType<typeof credentialsRepository>;
