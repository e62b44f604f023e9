import type { FastifyInstance } from "fastify";
import { unavailable } from "../problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Answers in the place of a handler that takes too long. */
    timeLimit: NodeJS.Timeout | undefined;
  }
}

/**
 * Answers 503 where a handler takes too long. A timer of our own: Fastify's `handlerTimeout` makes an AbortController for
 * every request and aborts it at the end, a tenth of what a request costs, and nothing here listens to it.
 *
 * @param milliseconds until an answer has to begin; one that has begun may take longer
 */
export function useTimeLimit(app: FastifyInstance, milliseconds: number): void {
  app.decorateRequest("timeLimit", undefined);
  app.addHook("onRequest", (request, reply, done) => {
    const answer = () => {
      if (!reply.sent && !reply.raw.headersSent) reply.send(unavailable());
    };
    // It keeps no process from ending: who has gone away gets no answer, and may leave the timer behind.
    request.timeLimit = setTimeout(answer, milliseconds).unref();
    done();
  });
  app.addHook("onResponse", (request, _reply, done) => {
    clearTimeout(request.timeLimit);
    done();
  });
}
