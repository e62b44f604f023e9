import { createReadStream } from "node:fs";
import type { FastifyPluginAsync } from "fastify";
import { openApiFile } from "../../shared/directory.ts";

/** GET /docs: the API's description (OpenAPI 3.1), the file that `npm run openapi -w app` writes. */
export const docsRoutes: FastifyPluginAsync = async (app) => {
  app.get("/docs", { config: { public: true } }, (_request, reply) =>
    reply
      .type("application/json")
      .header("cache-control", "public, max-age=300")
      .send(createReadStream(openApiFile)),
  );
};
