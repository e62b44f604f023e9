import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { sqlState } from "../../shared/sql-state.ts";
import { identity, linkRequest, passwordReset, signInInput } from "../../shared/users.ts";
import type { Auth } from "../auth/compose.ts";
import { ENDED_COOKIE, readSessionCookie, sessionCookie } from "../auth/cookie.ts";
import { type Allowance, anonymous } from "../auth/limiter.ts";
import { TooManyRequests } from "../auth/problems.ts";
import type { Origin } from "../repositories/credentials.ts";

const HOUR = 3600;
export const originOf = ({ ip, headers }: FastifyRequest): Origin => ({
  address: ip,
  agent: headers["user-agent"],
});
const anybody = { config: { public: true } } as const;

/** /auth: sign in and out, or set a forgotten password by a link in a mail. */
export function authRoutes(auth: Auth): FastifyPluginAsyncTypebox {
  const { signIn, links, sessions, credentials, limiter } = auth;

  async function allow(...allowances: Allowance[]): Promise<void> {
    const wait = await limiter.take(allowances);
    if (wait > 0) throw new TooManyRequests(wait);
  }
  /** A session never survives a sign-in: an id that somebody has planted before is worth nothing after. */
  async function endOldSession({ headers }: FastifyRequest): Promise<void> {
    const old = readSessionCookie(headers.cookie);
    if (old !== undefined) await sessions.end(old);
  }

  return async (app) => {
    app.post(
      "/auth/login",
      { ...anybody, schema: { body: signInInput, response: { 200: identity } } },
      async (request, reply) => {
        const { email, password } = request.body;
        const started = await signIn.signIn(email, password, originOf(request));
        await endOldSession(request);
        return reply.header("set-cookie", sessionCookie(started.id)).send(started.identity);
      },
    );

    // Open to everybody, so that a browser can get rid of a cookie whose session has ended.
    app.post("/auth/logout", anybody, async (request, reply) => {
      await endOldSession(request);
      if (request.visitor !== undefined) {
        await credentials.record(request.visitor.userId, "logout", originOf(request));
      }
      reply.header("set-cookie", ENDED_COOKIE).header("clear-site-data", '"cache"');
      return reply.code(204).send();
    });

    app.post("/auth/forgot", { ...anybody, schema: { body: linkRequest } }, async (request, reply) => {
      const { email } = request.body;
      await allow(
        { key: `forgot:account:${anonymous(email)}`, times: 3, seconds: HOUR },
        { key: `forgot:address:${anonymous(request.ip)}`, times: 20, seconds: HOUR },
      );
      // Not waited for: the time would tell who is a member, and so would a failure.
      links.sendReset(email, request.headers.origin).catch((error: unknown) => {
        // The code only: a mail server's words quote the address.
        request.log.error({ reason: sqlState(error) ?? "unknown" }, "a link to set a password was not sent");
      });
      return reply.code(202).send();
    });

    app.post("/auth/reset", { ...anybody, schema: { body: passwordReset } }, async (request, reply) => {
      await allow({ key: `reset:address:${anonymous(request.ip)}`, times: 20, seconds: HOUR });
      const { token, newPassword } = request.body;
      await links.use(token, newPassword, originOf(request));
      return reply.code(204).send();
    });
  };
}
