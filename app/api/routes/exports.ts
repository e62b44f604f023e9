import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import { importQuery, importReport, type RowError } from "../../shared/imports.ts";
import type { ListQuery } from "../../shared/paging.ts";
import { DESK, MANAGERS } from "../../shared/roles.ts";
import { strict } from "../../shared/shapes.ts";
import { FORMATS, type Format } from "../../shared/sheets.ts";
import { bodyValidator } from "../plugins/validation.ts";
import { ProblemError } from "../problem.ts";
import { exportStream, MEDIA_TYPES } from "../tabular/export.ts";
import { importSheet } from "../tabular/import-sheet.ts";
import type { Sheet } from "../tabular/sheets.ts";

/** 20,000 rows of some length. */
export const MAXIMUM_IMPORT_BYTES = 8 * 1024 * 1024;

/** @returns the shape of which rows are wanted of a sheet, and in which format */
export function exportQueryOf({ query }: Sheet) {
  const { limit: _limit, cursor: _cursor, ...filters } = query.properties;
  return strict({ ...filters, format: Type.Enum([...FORMATS], { default: "csv" }) });
}

/** /exports/<what>?format=csv|xlsx and /imports/<what>?dryRun=true, answered at once; jobs.ts has them made by the worker. */
export function exportRoutes(sheets: readonly Sheet[]): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "text/csv",
      { parseAs: "buffer", bodyLimit: MAXIMUM_IMPORT_BYTES },
      (_request, body, done) => done(null, body),
    );
    for (const sheet of sheets) {
      app.get(
        `/exports/${sheet.name}`,
        { schema: { querystring: exportQueryOf(sheet) }, config: { roles: DESK } },
        async ({ query }, reply) => {
          const { format, ...options } = query as ListQuery & { readonly format: Format };
          const file = await exportStream(format, sheet.name, sheet.columns, options, sheet.list);
          return reply
            .type(MEDIA_TYPES[format])
            .header("content-disposition", `attachment; filename="${sheet.name}.${format}"`)
            .send(file);
        },
      );
      app.post(
        `/imports/${sheet.name}`,
        {
          bodyLimit: MAXIMUM_IMPORT_BYTES,
          schema: { querystring: importQuery, response: { 200: importReport } },
          config: { roles: MANAGERS },
        },
        async (request) => {
          const { dryRun } = request.query as { readonly dryRun: boolean };
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const { language, identity } = request;
          const validate = bodyValidator(sheet.input);
          const report = await importSheet(sheet, body, {
            dryRun,
            actor: identity.userId,
            language,
            validate,
          });
          if (!dryRun && report.bad > 0) throw refused(report.errors, report.bad);
          return report;
        },
      );
    }
  };
}

function refused(errors: readonly RowError[], bad: number): ProblemError {
  return new ProblemError({
    type: "urn:chalan:problem:import",
    title: "Nothing was imported: rows are not valid",
    status: 400,
    detail: `${bad} rows are not valid`,
    errors: errors.map(({ line, column, message }) => ({
      path: `line ${line}${column === null ? "" : `/${column}`}`,
      message,
    })),
  });
}
