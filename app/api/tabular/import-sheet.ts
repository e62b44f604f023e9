import type { ValidateFunction } from "ajv";
import type { ImportReport } from "../../shared/imports.ts";
import type { Language } from "../../shared/languages.ts";
import { translateMessage, translateValidation } from "../problem-texts.ts";
import { type Check, readImport } from "./import.ts";
import type { Sheet } from "./sheets.ts";

const MAXIMUM_ERRORS = 1000;

export interface ImportOptions {
  readonly dryRun: boolean;
  /** Whose rows these are, for the audit trail; null: the system's. */
  readonly actor: string | null;
  /** Of what is said of single rows. */
  readonly language: Language;
  /** The sheet's `input`, compiled. */
  readonly validate: ValidateFunction;
}

/** The table's own rules; a column that only a file has is none of theirs. */
function checkOf({ validate, language }: ImportOptions): Check {
  return (value) => {
    const { contractNumber: _known, ...known } = value;
    if (validate(known)) return undefined;
    translateValidation(language, validate.errors);
    const [error] = validate.errors ?? [];
    const missing = error?.params.missingProperty;
    const field = typeof missing === "string" ? missing : (error?.instancePath.split("/")[1] ?? "");
    return {
      field,
      message: typeof missing === "string" ? "must not be empty" : (error?.message ?? "is not valid"),
    };
  };
}

/**
 * Reads a CSV file into a table: all of its rows, or none when one of them is bad.
 *
 * @returns what has been imported, and what is wrong with which row
 */
export async function importSheet(
  sheet: Sheet,
  bytes: Buffer,
  options: ImportOptions,
): Promise<ImportReport> {
  const { dryRun, actor, language } = options;
  const read = readImport(bytes, sheet.columns, checkOf(options));
  const found = [...read.errors, ...(await sheet.prepare(read.rows))].sort((a, b) => a.line - b.line);
  const errors = found.slice(0, MAXIMUM_ERRORS).map((error) => ({
    ...error,
    message: translateMessage(language, error.message),
  }));
  const imported = dryRun || found.length > 0 ? 0 : await sheet.createMany(actor, read.rows);
  return { dryRun, rows: read.total, imported, bad: found.length, errors };
}
