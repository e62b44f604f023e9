import { createReadStream } from "node:fs";
import type { FastifyPluginAsync } from "fastify";
import { openApiFile } from "../../shared/directory.ts";

/** Where the front shows the same to people (web/src/areas/api-docs); names of the API have no front. */
const PAGE = "/api-docs";
const API_NAME = /^api\./;

/**
 * GET /docs: the API's description (OpenAPI 3.1), the file that `npm run openapi -w app` writes. A browser that wants a
 * page gets the front's one.
 */
export const docsRoutes: FastifyPluginAsync = async (app) => {
  app.get("/docs", { config: { public: true } }, (request, reply) => {
    reply.header("cache-control", "public, max-age=300").header("vary", "accept");
    const wantsPage = request.headers.accept?.includes("text/html") === true;
    if (wantsPage && !API_NAME.test(request.hostname)) return reply.redirect(PAGE, 303);
    return reply.type("application/json").send(createReadStream(openApiFile));
  });
};
