import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { sqlState } from "../../shared/sql-state.ts";
import { inProgress, keyReused } from "../auth/problems.ts";
import { invalid } from "../problem.ts";

/** How long an answer is kept for a client that asks again. */
const KEPT_SECONDS = 24 * 3600;
/** How long an unfinished request holds its key: above the time that an answer may take at most. */
const HELD_SECONDS = 60;
const MAXIMUM_BYTES = 256 * 1024;
const KEY = /^[\x21-\x7e]{8,128}$/;
const KEPT_HEADERS = ["content-type", "location"] as const;

interface Kept {
  readonly fingerprint: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Where this request's answer will be kept, and for which request. */
    idempotent: { readonly key: string; readonly fingerprint: string } | undefined;
  }
}

const digest = (...parts: readonly string[]) =>
  createHash("sha256").update(parts.join("\n")).digest("base64url");

/** What makes two requests the same. A file's content is not read for it: name and length have to do. */
function fingerprintOf({ method, url, body, headers }: FastifyRequest): string {
  const isStream = body !== null && typeof body === "object" && "pipe" in body;
  const content = isStream
    ? `file of ${headers["content-length"] ?? "unknown length"}`
    : JSON.stringify(body);
  return digest(method, url, content ?? "");
}

function replay(reply: FastifyReply, { status = 200, headers = {}, body = "" }: Kept): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .header("idempotency-replayed", "true")
    .serializer(String)
    .send(body);
}

/**
 * POST with the header Idempotency-Key is carried out once: whoever asks again with the key, because the answer got
 * lost, gets the same answer again. Only successes are kept; after a failure the same key may be used anew. Without
 * Redis a request with a key is refused (503), for the promise could not be kept.
 */
export function useIdempotency(api: FastifyInstance, redis: Redis, tenant: string): void {
  api.decorateRequest("idempotent", undefined);

  api.addHook("preHandler", async (request, reply) => {
    const given = request.headers["idempotency-key"];
    const { visitor } = request;
    if (given === undefined || request.method !== "POST" || visitor === undefined) return;
    // Passwords leave no trace here, however hashed, and a session is not answered twice.
    if (request.routeOptions.url?.startsWith("/api/auth/")) return;
    if (typeof given !== "string" || !KEY.test(given)) {
      throw invalid("headers/idempotency-key", "must be 8 to 128 visible ASCII characters");
    }
    const key = `t:{${tenant}}:idempotency:${digest(visitor.userId, given)}`;
    const fingerprint = fingerprintOf(request);
    const held: Kept = { fingerprint };
    const free = await redis.set(key, JSON.stringify(held), "EX", HELD_SECONDS, "NX");
    if (free === "OK") {
      request.idempotent = { key, fingerprint };
      return;
    }
    const kept = JSON.parse((await redis.get(key)) ?? "{}") as Partial<Kept>;
    if (kept.fingerprint !== undefined && kept.fingerprint !== fingerprint) throw keyReused();
    if (kept.fingerprint === undefined || kept.status === undefined) throw inProgress();
    return replay(reply, { ...kept, fingerprint });
  });

  api.addHook("onSend", async (request, reply, payload) => {
    const { idempotent } = request;
    if (idempotent === undefined) return payload;
    const { key, fingerprint } = idempotent;
    const isKept = reply.statusCode < 300 && (payload == null || typeof payload === "string");
    try {
      if (!isKept || (payload ?? "").length > MAXIMUM_BYTES) {
        await redis.del(key);
        return payload;
      }
      const headers = Object.fromEntries(
        KEPT_HEADERS.flatMap((name) => {
          const value = reply.getHeader(name);
          return typeof value === "string" ? [[name, value]] : [];
        }),
      );
      const kept: Kept = { fingerprint, status: reply.statusCode, headers, body: payload ?? "" };
      await redis.set(key, JSON.stringify(kept), "EX", KEPT_SECONDS);
    } catch (error) {
      // The work is done: the answer matters more than its copy.
      request.log.warn({ reason: sqlState(error) ?? "unknown" }, "an answer was not kept");
    }
    return payload;
  });
}
