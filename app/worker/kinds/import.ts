import { bodyValidator } from "../../api/plugins/validation.ts";
import { languageOf } from "../../api/problem-texts.ts";
import { importSheet } from "../../api/tabular/import-sheet.ts";
import { readContent } from "../content.ts";
import type { JobHandler } from "../runner.ts";
import { profileOf } from "./profile.ts";
import { sheetIn } from "./sheet.ts";

/** Reads a CSV file into a table: all of its rows or none. Its report is what is kept of the job. */
export const runImport: JobHandler<"import"> = async ({ id, payload, query, createdBy }) => {
  const sheet = sheetIn(query, payload.sheet);
  return importSheet(sheet, await readContent(query, id), {
    dryRun: payload.dryRun,
    actor: createdBy,
    language: languageOf((await profileOf(query)).locale),
    validate: bodyValidator(sheet.input),
  });
};
