import type { onRequestAsyncHookHandler } from "fastify";
import type { UsersRepository } from "../repositories/users.ts";
import { readSessionCookie } from "./cookie.ts";
import type { Sessions } from "./sessions.ts";

/** Finds out from the session's cookie who is asking. */
export function identifyBySession(sessions: Sessions, users: UsersRepository): onRequestAsyncHookHandler {
  return async (request) => {
    const id = readSessionCookie(request.headers.cookie);
    if (id === undefined) return;
    const session = await sessions.find(id);
    if (session !== undefined) request.visitor = await users.identity(session.userId);
  };
}
