import { hash, randomBytes } from "node:crypto";

/** The commands of Redis that sessions use while requests come in. */
export interface SessionStore {
  getex(key: string, unit: "EX", seconds: number): Promise<string | null>;
  set(key: string, value: string, unit: "EX", seconds: number): Promise<unknown>;
  del(key: string): Promise<number>;
}

/** What is kept of a session. Who the person is and may do is read from the database, so that a change holds at once. */
export interface Session {
  readonly userId: string;
  /** Numbers that a new password and a suspension count up: a session with older ones has ended. */
  readonly userEpoch: number;
  readonly tenantEpoch: number;
  /** What the browser calls itself, for its owner to know it again. */
  readonly agent?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A working day, so that nobody signs in again after lunch. */
export const IDLE_SECONDS = 12 * 3600;
/** However much it is used. */
export const ABSOLUTE_SECONDS = 7 * 24 * 3600;

const ID = /^[A-Za-z0-9_-]{43}$/;

/** What a session is called where others may read it: it opens none. @param id of the session */
export const sessionDigest = (id: string): string => hash("sha256", id, "base64url");

/** @param digest of the session's id */
export const sessionKey = (tenant: string, digest: string): string => `t:{${tenant}}:session:${digest}`;

/**
 * Sessions of one tenant, under its own prefix: another tenant's id is unknown here.
 *
 * @param now clock in milliseconds
 */
export function createSessions(store: SessionStore, tenant: string, now: () => number = Date.now) {
  // The digest, so that what is stored opens no session.
  const keyOf = (id: string) => sessionKey(tenant, sessionDigest(id));
  return {
    /** @returns the id, 256 random bits, to be known by the browser only */
    async start(session: Omit<Session, "startedAt">): Promise<string> {
      const id = randomBytes(32).toString("base64url");
      const value: Session = { ...session, startedAt: now() };
      await store.set(keyOf(id), JSON.stringify(value), "EX", IDLE_SECONDS);
      return id;
    },
    /**
     * Reads a session and lets its idle time begin anew.
     *
     * @param id from a client, not to be trusted
     * @param read does so with the session's key, for a caller who has more to do on the way
     */
    async find(
      id: string,
      read = (key: string): Promise<string | null> => store.getex(key, "EX", IDLE_SECONDS),
    ): Promise<Session | undefined> {
      if (!ID.test(id)) return undefined;
      const value = await read(keyOf(id));
      if (value === null) return undefined;
      const session = JSON.parse(value) as Session;
      if (now() < session.startedAt + ABSOLUTE_SECONDS * 1000) return session;
      await store.del(keyOf(id));
      return undefined;
    },
    async end(id: string): Promise<void> {
      await store.del(keyOf(id));
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
