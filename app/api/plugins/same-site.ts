import type { FastifyRequest, onRequestHookHandler } from "fastify";
import { crossSite } from "../auth/problems.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** A page of another site cannot send it without asking first (CORS), and we never say yes. */
export const OWN_HEADER = { "x-requested-with": "chalan" } as const;

/** @returns whether what browsers themselves say of a request speaks against it */
function isFromElsewhere({ headers, hostname }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  // Host names only: nginx passes on no port.
  return !URL.canParse(origin) || new URL(origin).hostname !== hostname;
}

/**
 * Refuses a request that changes something and may have been made by a page of another site, in the name of somebody
 * who has signed in here. Besides, the session's cookie is SameSite=Lax.
 */
export const requireSameSite: onRequestHookHandler = (request, _reply, done) => {
  const own = request.headers["x-requested-with"] === OWN_HEADER["x-requested-with"];
  if (!SAFE.has(request.method) && (!own || isFromElsewhere(request))) throw crossSite();
  done();
};
