/**
 * The prefix makes browsers insist on Secure, Path=/ and no Domain, so that no other host can set or get it.
 * `localhost` counts as secure for browsers, so development needs no other name.
 */
export const SESSION_COOKIE = "__Host-session";

const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** @returns the session's id in a Cookie header; nothing when there is none, or more than one */
export function readSessionCookie(header: string | undefined): string | undefined {
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return values.length === 1 ? values[0]?.slice(SESSION_COOKIE.length + 1) : undefined;
}

/** @returns the Set-Cookie header of a session that begins; it ends with the browser or on the server */
export const sessionCookie = (id: string): string => `${SESSION_COOKIE}=${id}; ${ATTRIBUTES}`;

/** The Set-Cookie header of a session that has ended. */
export const ENDED_COOKIE = `${SESSION_COOKIE}=; Max-Age=0; ${ATTRIBUTES}`;
