import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Dependencies } from "../dependencies.ts";
import { HEALTH_ROUTES } from "../routes/health.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** @returns the caller's request id if it is sound (it ends up in logs), else a new one */
export function requestId(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

/** An API serves data, never pages: a browser that opens an answer directly may do nothing with it. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Headers that every answer carries, and one log line per request, with nothing personal in it. */
export function useRequestContext(
  app: FastifyInstance,
  { instance, isDraining, metrics }: Dependencies,
): void {
  const headers = { ...HEADERS, "x-chalan-instance": instance };
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers).header("x-request-id", request.id);
    if (isDraining()) reply.header("connection", "close");
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    // The route's pattern instead of the URL: ids and query strings stay out of the logs.
    const route = request.routeOptions.url ?? "none";
    const { statusCode: status } = reply;
    if (!HEALTH_ROUTES.has(route)) metrics.observeRequest(status, reply.elapsedTime / 1000);
    const line = { method: request.method, route, status, milliseconds: Math.round(reply.elapsedTime) };
    // Health checks come every few seconds: only their failures are worth a line.
    const level = status >= 500 ? "warn" : HEALTH_ROUTES.has(route) ? "trace" : "info";
    request.log[level](line, "request");
    done();
  });
}
