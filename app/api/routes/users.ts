import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { MANAGERS, type Role } from "../../shared/roles.ts";
import { sqlState } from "../../shared/sql-state.ts";
import {
  invitation,
  invitedMember,
  type Member,
  member,
  memberChange,
  memberKey,
  memberList,
} from "../../shared/users.ts";
import type { Auth } from "../auth/compose.ts";
import { alreadyMember, onlyOwners, yourself } from "../auth/problems.ts";
import { invalid, notFound } from "../problem.ts";

const managers = { config: { roles: MANAGERS } } as const;

/** A manager runs the business; who owns it is the owners' to say. @throws onlyOwners */
function requireOwnerFor(request: FastifyRequest, ...roles: readonly (Role | undefined)[]): void {
  if (roles.includes("owner") && request.identity.role !== "owner") throw onlyOwners();
}

/** /users: the people of the tenant. */
export function userRoutes({ users, links }: Auth): FastifyPluginAsyncTypebox {
  async function find(userId: string): Promise<Member> {
    const found = await users.find(userId);
    if (found === undefined) throw notFound("User");
    return found;
  }

  /** @returns whether the letter is on its way: the member is there either way, and the mail can be sent again */
  async function sendInvitation(request: FastifyRequest, to: Member): Promise<boolean> {
    try {
      await links.sendInvitation(to, request.headers.origin);
      return true;
    } catch (error) {
      request.log.error({ reason: sqlState(error) ?? "unknown" }, "an invitation was not sent");
      return false;
    }
  }

  return async (app) => {
    app.get("/users", { ...managers, schema: { response: { 200: memberList } } }, async () => ({
      items: await users.list(),
    }));

    app.post(
      "/users",
      { ...managers, schema: { body: invitation, response: { 201: invitedMember } } },
      async (request, reply) => {
        requireOwnerFor(request, request.body.role);
        const userId = await users.add(request.identity.userId, request.body);
        if (userId === undefined) throw alreadyMember();
        const added = await find(userId);
        const mailSent = await sendInvitation(request, added);
        return reply
          .code(201)
          .header("location", `/api/users/${userId}`)
          .send({ ...added, mailSent });
      },
    );

    app.get(
      "/users/:userId",
      { ...managers, schema: { params: memberKey, response: { 200: member } } },
      async ({ params }) => find(params.userId),
    );

    app.patch(
      "/users/:userId",
      { ...managers, schema: { params: memberKey, body: memberChange, response: { 200: member } } },
      async (request) => {
        const { params, body } = request;
        const before = await find(params.userId);
        requireOwnerFor(request, before.role, body.role);
        // Somebody else has to: who takes their own rights away finds nobody to give them back.
        const self = params.userId === request.identity.userId;
        if (self && (body.role ?? before.role) !== before.role) throw yourself();
        if (self && body.state === "disabled") throw yourself();
        // Without a password one becomes active by the link of the invitation only.
        if (body.state === "active" && before.state === "invited") {
          throw invalid("body/state", "an invited person becomes active by the link in the mail");
        }
        await users.change(request.identity.userId, params.userId, body);
        return find(params.userId);
      },
    );

    app.post(
      "/users/:userId/invitation",
      { ...managers, schema: { params: memberKey, response: { 200: invitedMember } } },
      async (request) => {
        const found = await find(request.params.userId);
        requireOwnerFor(request, found.role);
        if (found.state !== "invited") throw alreadyMember();
        return { ...found, mailSent: await sendInvitation(request, found) };
      },
    );
  };
}
