/** Shapes of the jobs that people ask for: exports and imports that the worker makes. */
import { type Static, Type } from "typebox";
import { importReport } from "./imports.ts";
import { instant, nullable, uuid } from "./shapes.ts";
import { FORMATS, SHEETS } from "./sheets.ts";

export const job = Type.Object({
  id: uuid,
  kind: Type.Enum(["export", "import"]),
  sheet: Type.Enum([...SHEETS]),
  /** Of an export. */
  format: nullable(Type.Enum([...FORMATS])),
  /** failed: the worker has given up. Of an import, `done` does not say that all rows were good: its report does. */
  state: Type.Enum(["waiting", "done", "failed"]),
  createdAt: instant,
  finishedAt: nullable(instant),
  /** Of an import that is done. */
  report: Type.Union([importReport, Type.Null()]),
  /** Of an export that is done: until when GET /api/jobs/<id>/file answers with it. */
  fileUntil: nullable(instant),
});
export const jobs = Type.Object({ items: Type.Array(job) });

export type Job = Static<typeof job>;
