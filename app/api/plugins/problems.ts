import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../shared/languages.ts";
import { TooManyRequests } from "../auth/problems.ts";
import { notFound, type Problem, toProblem } from "../problem.ts";
import { translateProblem, translateValidation } from "../problem-texts.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** In which failures are told: the person's, else the tenant's, as soon as it is known who that is. */
    language: Language;
  }
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.header("retry-after", "2");
  // Serialised here: the route's response schema must not shape an error.
  return reply
    .code(problem.status)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send({ ...translateProblem(reply.request.language, problem), instance: reply.request.id });
}

/** Answers a failure: full detail to the log, and to the client only below 500. */
export function sendProblem(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if ("validation" in error) translateValidation(request.language, error.validation);
  const problem = toProblem(error);
  if (problem.status >= 500) {
    // Not the error as a whole: PostgreSQL's `detail` quotes the values of a row.
    const { name: type, message, stack } = error;
    const code = "code" in error ? error.code : undefined;
    request.log.error({ err: { type, message, code, stack } }, problem.title);
  }
  if (error instanceof TooManyRequests) reply.header("retry-after", String(error.seconds));
  return send(reply, problem);
}

/** The one place where failures become answers. */
export function useProblems(app: FastifyInstance): void {
  app.decorateRequest("language", "en");
  app.setErrorHandler<Error>(sendProblem);
  app.setNotFoundHandler((_request, reply) => send(reply, notFound("Resource").problem));
}
