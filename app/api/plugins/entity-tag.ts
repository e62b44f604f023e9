import { hash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** @returns a weak tag: nginx may compress what it names */
function tagOf(payload: string): string {
  return `W/"${hash("sha1", payload, "base64url")}"`;
}

/** @param header If-None-Match: one tag or several, or * */
export function matches(header: string, tag: string): boolean {
  return header === "*" || header.split(",").some((one) => one.trim().replace(/^(?!W\/)/, "W/") === tag);
}

/**
 * Lets a client ask whether what it has is still current: an answer with nothing in it spares a phone's connection.
 * Browsers may keep answers for that, and only that: they ask every time, and forget all with the log-out.
 */
export function useEntityTags(api: FastifyInstance): void {
  api.addHook("onSend", (request, reply, payload, done) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || typeof payload !== "string") return done(null, payload);
    const tag = tagOf(payload);
    reply.header("etag", tag).header("cache-control", "private, no-cache");
    const known = request.headers["if-none-match"];
    if (known === undefined || !matches(known, tag)) return done(null, payload);
    reply.code(304).removeHeader("content-type").removeHeader("content-length");
    done(null, "");
  });
}
