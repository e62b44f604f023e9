import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { EVERYBODY } from "../../shared/roles.ts";
import { identity, passwordChange, profileChange, sessionKey, sessionList } from "../../shared/users.ts";
import type { Auth } from "../auth/compose.ts";
import { readSessionCookie, sessionCookie } from "../auth/cookie.ts";
import { notFound, unauthenticated } from "../problem.ts";
import type { KnownMember } from "../repositories/users.ts";
import { originOf } from "./auth.ts";

const config = { roles: EVERYBODY };

/** The id of the session that asks. */
function sessionOf({ headers }: FastifyRequest): string {
  const id = readSessionCookie(headers.cookie);
  if (id === undefined) throw unauthenticated();
  return id;
}

/** /auth/me, /auth/password, /auth/sessions: what people do about themselves. */
export function accountRoutes(auth: Auth): FastifyPluginAsyncTypebox {
  const { signIn, users, sessionList: sessions, tenantEpoch } = auth;

  /** As the database has it now. */
  async function fresh(userId: string): Promise<KnownMember> {
    users.forget(userId);
    const known = await users.known(userId);
    if (known === undefined) throw unauthenticated();
    return known;
  }

  return async (app) => {
    app.get(
      "/auth/me",
      { config, schema: { response: { 200: identity } } },
      async (request) => request.identity,
    );

    app.patch(
      "/auth/me",
      { config, schema: { body: profileChange, response: { 200: identity } } },
      async ({ identity: { userId }, body }) => {
        await users.change(userId, userId, body);
        return fresh(userId);
      },
    );

    app.post(
      "/auth/password",
      { config, schema: { body: passwordChange, response: { 200: identity } } },
      async (request, reply) => {
        const { currentPassword, newPassword } = request.body;
        const started = await signIn.changePassword(
          request.identity,
          currentPassword,
          newPassword,
          originOf(request),
        );
        return reply.header("set-cookie", sessionCookie(started.id)).send(started.identity);
      },
    );

    app.get("/auth/sessions", { config, schema: { response: { 200: sessionList } } }, async (request) => {
      const { userId } = request.identity;
      const epochs = {
        userEpoch: (await fresh(userId)).sessionEpoch,
        tenantEpoch: await tenantEpoch(),
      };
      return { items: await sessions.list(userId, epochs, sessionOf(request)) };
    });

    app.delete(
      "/auth/sessions/:sessionId",
      { config, schema: { params: sessionKey } },
      async ({ identity: { userId }, params: { sessionId } }, reply) => {
        if (!(await sessions.endOne(userId, sessionId))) throw notFound("Session");
        return reply.code(204).send();
      },
    );

    app.delete("/auth/sessions", { config }, async (request, reply) => {
      await sessions.endOthers(request.identity.userId, sessionOf(request));
      return reply.code(204).send();
    });
  };
}
