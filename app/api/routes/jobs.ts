import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply } from "fastify";
import { importQuery } from "../../shared/imports.ts";
import { type Job, job, jobs } from "../../shared/jobs-api.ts";
import type { QueryCache } from "../../shared/query-cache.ts";
import { DESK, MANAGERS } from "../../shared/roles.ts";
import { idKey } from "../../shared/shapes.ts";
import type { Format } from "../../shared/sheets.ts";
import { summaries } from "../../shared/summaries.ts";
import { notFound, ProblemError } from "../problem.ts";
import type { JobsRepository } from "../repositories/jobs.ts";
import type { Sheet } from "../tabular/sheets.ts";
import { contentDisposition } from "./attachments.ts";
import { exportQueryOf, MAXIMUM_IMPORT_BYTES } from "./exports.ts";

const tooManyJobs = () =>
  new ProblemError({
    type: "urn:chalan:problem:too-many-jobs",
    title: "Too many jobs are waiting",
    status: 429,
    detail: "Wait until some of them are done",
  });
const empty = () =>
  new ProblemError({ type: "urn:chalan:problem:file-empty", title: "The file is empty", status: 400 });

/** @throws ProblemError 429 when nothing was accepted */
function accepted(reply: FastifyReply, asked: Job | undefined) {
  if (asked === undefined) throw tooManyJobs();
  return reply.code(202).header("location", `/api/jobs/${asked.id}`).send(asked);
}

/** Exports and imports that the worker makes: /export-jobs/<what>, /import-jobs/<what>, and what has become of them at /jobs. */
export function jobRoutes(
  sheets: readonly Sheet[],
  repository: JobsRepository,
  cache: Pick<QueryCache, "change">,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addContentTypeParser(
      "text/csv",
      { parseAs: "buffer", bodyLimit: MAXIMUM_IMPORT_BYTES },
      (_request, body, done) => done(null, body),
    );
    for (const sheet of sheets) {
      app.post(
        `/export-jobs/${sheet.name}`,
        { schema: { body: exportQueryOf(sheet), response: { 202: job } }, config: { roles: DESK } },
        async ({ body, identity }, reply) => {
          const { format, ...filters } = body as Record<string, unknown> & { readonly format: Format };
          const payload = { sheet: sheet.name, format, filters };
          return accepted(reply, await repository.request(identity.userId, "export", payload));
        },
      );
      app.post(
        `/import-jobs/${sheet.name}`,
        {
          bodyLimit: MAXIMUM_IMPORT_BYTES,
          schema: { querystring: importQuery, response: { 202: job } },
          config: { roles: MANAGERS },
        },
        async ({ query: { dryRun }, body, identity }, reply) => {
          if (!Buffer.isBuffer(body) || body.length === 0) throw empty();
          const payload = { sheet: sheet.name, dryRun };
          const asked = await repository.request(identity.userId, "import", payload, { content: body });
          return accepted(reply, asked);
        },
      );
    }

    app.get("/jobs", { schema: { response: { 200: jobs } }, config: { roles: DESK } }, async () => ({
      items: await repository.list(),
    }));
    app.get(
      "/jobs/:id",
      { schema: { params: idKey, response: { 200: job } }, config: { roles: DESK } },
      async ({ params }) => {
        const found = await repository.find(params.id);
        if (found === undefined) throw notFound("Job");
        const hasChanged = (found.report?.imported ?? 0) > 0;
        // The worker has written past the cache: who learns here that it has must find what it wrote.
        if (hasChanged) await cache.change([found.sheet], () => Promise.resolve());
        return found;
      },
    );
    app.get(
      "/jobs/:id/file",
      { schema: { params: idKey }, config: { roles: DESK } },
      async ({ params }, reply) => {
        const file = await repository.file(params.id);
        if (file === undefined) throw notFound("File");
        return reply
          .type(file.mediaType)
          .header("content-disposition", contentDisposition(file.name))
          .header("cache-control", "private, no-store")
          .send(file.content);
      },
    );
    app.get(
      "/dashboard/summaries",
      { schema: { response: { 200: summaries } }, config: { roles: DESK } },
      async () => ({ items: await repository.summaries() }),
    );
  };
}
