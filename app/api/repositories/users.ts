import type { Database, Statement } from "../../shared/database.ts";
import type { Identity, Invitation, Member, MemberChange, ProfileChange } from "../../shared/users.ts";

/** Who somebody is now, and which of their sessions live. */
export interface KnownMember extends Identity {
  readonly sessionEpoch: number;
}

const sql = (name: string, text: string): Statement => ({ name: `users_${name}`, text });

const KNOWN = sql(
  "known",
  `select user_id as "userId", email, memberships.name, role, language,
          session_epoch as "sessionEpoch"
   from public.memberships join public.users using (user_id) where user_id = $1 and state = 'active'`,
);

const COLUMNS = `user_id as "userId", email, memberships.name, role, state,
  to_char(memberships.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;
const FROM = "from public.memberships join public.users using (user_id)";

const LIST = sql("list", `select ${COLUMNS} ${FROM} order by lower(memberships.name), user_id`);
const FIND = sql("find", `select ${COLUMNS} ${FROM} where user_id = $1`);
const ADD = sql("add", `select public.add_member($1, $2, $3) as "userId"`);
const AUDITED = "jsonb_build_object('name', name, 'role', role, 'state', state, 'language', language)";
const RECORD_ADD = sql(
  "record_add",
  `insert into audit_log (actor, action, table_name, row_id, after)
   select nullif(current_setting('chalan.user', true), ''), 'create', 'memberships', user_id, ${AUDITED}
   from public.memberships where user_id = $1`,
);
// Members are not in the tenant's schema, so no trigger there writes who changed them: `old` is read before the change.
const CHANGE = sql(
  "change",
  `with old as (select ${AUDITED} as row from public.memberships where user_id = $1),
        new as (update public.memberships
                set name = coalesce($2, name), role = coalesce($3, role), state = coalesce($4, state),
                    language = case when $5 then $6 else language end
                where user_id = $1 returning ${AUDITED} as row)
   insert into audit_log (actor, action, table_name, row_id, before, after)
   select nullif(current_setting('chalan.user', true), ''), 'update', 'memberships', $1::uuid,
          (select jsonb_object_agg(key, value) from jsonb_each(old.row) where new.row -> key <> value),
          (select jsonb_object_agg(key, value) from jsonb_each(new.row) where old.row -> key <> value)
   from old, new where old.row <> new.row`,
);

/** Long enough to spare the database, short enough that a change made elsewhere holds at once. */
const CACHE_MILLISECONDS = 5_000;
const CACHE_PEOPLE = 1_000;

/**
 * People of the tenant whose role `database` logs in as; row-level security leaves no others to be seen.
 *
 * @param now clock in milliseconds
 */
export function usersRepository(database: Database, now: () => number = Date.now) {
  const cache = new Map<string, { readonly until: number; readonly row: Promise<KnownMember | undefined> }>();
  return {
    /** @returns an active member, at most 5 s old; what this process changes is seen at once */
    known(userId: string): Promise<KnownMember | undefined> {
      const cached = cache.get(userId);
      if (cached !== undefined && now() < cached.until) return cached.row;
      const row = database.query<KnownMember>(KNOWN, [userId]).then(([first]) => first);
      if (cache.size >= CACHE_PEOPLE) cache.clear();
      cache.set(userId, { until: now() + CACHE_MILLISECONDS, row });
      row.catch(() => cache.delete(userId));
      return row;
    },
    /** Says that a member has changed. */
    forget(userId: string): void {
      cache.delete(userId);
    },
    list(): Promise<Member[]> {
      return database.query<Member>(LIST, []);
    },
    async find(userId: string): Promise<Member | undefined> {
      return (await database.query<Member>(FIND, [userId]))[0];
    },
    /** @returns the new member's id; nothing when the person is one already */
    add: (actor: string | null, { email, name, role }: Invitation): Promise<string | undefined> =>
      database.transaction(actor, async (query) => {
        const [row] = await query<{ userId: string | null }>(ADD, [email, name, role]);
        if (row?.userId == null) return undefined;
        await query(RECORD_ADD, [row.userId]);
        return row.userId;
      }),
    /** Changes what is given, and writes down who has. */
    async change(actor: string | null, userId: string, change: MemberChange & ProfileChange): Promise<void> {
      const { name = null, role = null, state = null, language } = change;
      const values = [userId, name, role, state, language !== undefined, language ?? null];
      await database.transaction(actor, (query) => query(CHANGE, values));
      cache.delete(userId);
    },
  };
}

export type UsersRepository = ReturnType<typeof usersRepository>;
