/** Shapes of exports and imports. */
import { type Static, Type } from "typebox";
import { nullable, strict } from "./shapes.ts";

export const rowError = Type.Object({
  /** Of the file, as an editor counts; the first one has the names. */
  line: Type.Integer(),
  /** Null: the line as a whole. */
  column: nullable(Type.String()),
  message: Type.String(),
});

export const importQuery = strict({ dryRun: Type.Boolean({ default: false }) });

export const importReport = Type.Object({
  dryRun: Type.Boolean(),
  rows: Type.Integer(),
  /** 0 when a row is bad: all or nothing. */
  imported: Type.Integer(),
  /** How many rows are bad. */
  bad: Type.Integer(),
  /** The first thousand of them. */
  errors: Type.Array(rowError),
});

export type RowError = Static<typeof rowError>;
export type ImportReport = Static<typeof importReport>;
