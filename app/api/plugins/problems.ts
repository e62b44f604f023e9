import type { FastifyInstance, FastifyReply } from "fastify";
import { notFound, type Problem, toProblem } from "../problem.ts";

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.header("retry-after", "2");
  // Serialised here: the route's response schema must not shape an error.
  return reply
    .code(problem.status)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send({ ...problem, instance: reply.request.id });
}

/** The one place where failures become answers: full detail to the log, and to the client only below 500. */
export function useProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const problem = toProblem(error);
    // PostgreSQL's `detail` quotes the values of a row, so the error is not logged whole.
    if (problem.status >= 500) {
      const code = "code" in error ? error.code : undefined;
      request.log.error(
        { err: { type: error.name, message: error.message, code, stack: error.stack } },
        problem.title,
      );
    }
    return send(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => send(reply, notFound("Resource").problem));
}
