import type { RowError } from "../../shared/imports.ts";
import { type Read, readCell } from "./cells.ts";
import type { Column } from "./columns.ts";
import { type CsvRow, parseCsv } from "./csv.ts";

/** Says what is wrong with a value, or nothing. */
export type Check = (
  value: Record<string, unknown>,
) => { readonly field: string; readonly message: string } | undefined;

/** A row that is fine so far. */
export interface ImportRow {
  readonly line: number;
  readonly value: Record<string, unknown>;
}

export interface ReadImport {
  readonly rows: readonly ImportRow[];
  readonly errors: readonly RowError[];
  /** How many rows there were, good or bad. */
  readonly total: number;
}

export const MAXIMUM_ROWS = 20_000;

/** The columns of the first row. */
function readHeader({ cells }: CsvRow, columns: readonly Column[]) {
  const headers = cells.map((cell) => cell.trim());
  const errors: RowError[] = [];
  const found = headers.map((header, index) => {
    const column = columns.find((one) => one.header.toLowerCase() === header.toLowerCase());
    if (column === undefined) errors.push({ line: 1, column: header, message: "is no column of this table" });
    else if (headers.indexOf(header) !== index)
      errors.push({ line: 1, column: header, message: "comes twice" });
    return column;
  });
  return { found, errors };
}

/**
 * Reads a CSV file and checks every row of it.
 *
 * @param bytes the file, UTF-8
 * @param check the table's own rules
 * @returns every good row, and for every bad one what is wrong with it first
 */
export function readImport(bytes: Buffer, columns: readonly Column[], check: Check): ReadImport {
  const fail = (line: number, message: string): ReadImport => ({
    rows: [],
    errors: [{ line, column: null, message }],
    total: 0,
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail(1, "must be UTF-8: save the file as CSV UTF-8");
  }
  let all: CsvRow[];
  try {
    all = parseCsv(text);
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? Number(error.lines) : 1;
    return fail(line, "must have as many cells as the first line, with closed quotes");
  }
  const [first, ...body] = all;
  if (first === undefined || body.length === 0)
    return fail(1, "must have a line of names, and a line per row");
  if (body.length > MAXIMUM_ROWS) return fail(1, `must have at most ${MAXIMUM_ROWS} rows`);
  const { found, errors } = readHeader(first, columns);
  if (errors.length > 0) return { rows: [], errors, total: body.length };
  const rows: ImportRow[] = [];
  for (const row of body) {
    const result = readRow(row, found, check);
    if ("message" in result) errors.push(result);
    else rows.push(result);
  }
  return { rows, errors, total: body.length };
}

function readRow(
  { line, cells }: CsvRow,
  columns: readonly (Column | undefined)[],
  check: Check,
): ImportRow | RowError {
  const value: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    if (column === undefined || column.readOnly) continue;
    const read: Read = readCell(cells[index] ?? "", column.kind);
    if ("problem" in read) return { line, column: column.header, message: read.problem };
    if (read.value !== undefined) value[column.field] = read.value;
  }
  const problem = check(value);
  if (problem === undefined) return { line, value };
  const column = columns.find((one) => one?.field === problem.field)?.header ?? problem.field;
  return { line, column: column === "" ? null : column, message: problem.message };
}
