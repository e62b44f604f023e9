/** What the API's description says beyond the routes' own shapes. */
import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { Type } from "typebox";
import { appVersion } from "../shared/directory.ts";
import { SESSION_COOKIE } from "./auth/cookie.ts";
import { OWN_HEADER } from "./plugins/same-site.ts";

const problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
});

const ownHeader = { "x-requested-with": Type.Literal(OWN_HEADER["x-requested-with"]) };
const idempotencyKey = {
  "idempotency-key": Type.Optional(Type.String({ minLength: 8, maxLength: 128, pattern: "^[!-~]+$" })),
};

export const DOCUMENT: NonNullable<FastifyDynamicSwaggerOptions["openapi"]> = {
  openapi: "3.1.0",
  info: {
    title: "ChalanPro",
    version: appVersion,
    description:
      "Sign in with POST /api/auth/login and send its cookie. Requests that change something need the header " +
      "x-requested-with: chalan. Failures are RFC 9457 problems.",
  },
  servers: [{ url: "/" }],
  components: {
    securitySchemes: { session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE } },
    responses: {
      Problem: { description: "why not", content: { "application/problem+json": { schema: problem } } },
    },
  },
};

/** How every route may fail; once, for fifty routes share it. */
export const PROBLEM_REFERENCE = { $ref: "#/components/responses/Problem" };

interface ObjectShape {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, object>>;
}

/** A shape as its senders see it: what has a default is there for the route in any case, and need not be sent. */
function asSent(shape: unknown): unknown {
  const { required, properties } = (shape ?? {}) as ObjectShape;
  if (required === undefined || properties === undefined) return shape;
  return {
    ...(shape as object),
    required: required.filter((name) => !("default" in (properties[name] ?? {}))),
  };
}

/** Adds to a route what holds for all: who may use it, and its headers. */
export const describeRoute: NonNullable<FastifyDynamicSwaggerOptions["transform"]> = ({
  schema,
  url,
  route,
}) => {
  const methods = [route.method].flat();
  const { roles, public: isPublic } = route.config ?? {};
  const changes = methods.some((method) => !["GET", "HEAD", "OPTIONS"].includes(method));
  const repeatable = methods.includes("POST") && !url.startsWith("/api/auth/");
  const headers = { ...(changes ? ownHeader : {}), ...(repeatable ? idempotencyKey : {}) };
  const own = schema?.response as Record<string, unknown> | undefined;
  return {
    url,
    schema: {
      ...schema,
      hide: !url.startsWith("/api/") || methods.includes("HEAD"),
      tags: [url.split("/")[2] ?? "api"],
      summary: isPublic ? "open to everybody" : `for ${roles?.join(", ")}`,
      security: isPublic ? [] : [{ session: [] }],
      ...(schema?.querystring ? { querystring: asSent(schema.querystring) } : {}),
      ...(schema?.body ? { body: asSent(schema.body) } : {}),
      ...(changes ? { headers: Type.Object(headers) } : {}),
      response: own ?? { "2xx": { description: "done", type: "null" } },
    },
  };
};
