import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Makes a request's body the file itself, whatever its Content-Type says: it is read as it comes, and nowhere kept. */
export function takeFiles(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
}

/** @returns the file of a request, of a route with `takeFiles` */
export function fileOf({ body, raw }: Pick<FastifyRequest, "body" | "raw">): Readable {
  // Without a Content-Type there is no parser, and the body is still in the request.
  return (body as Readable | undefined) ?? raw;
}
