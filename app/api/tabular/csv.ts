import { parse } from "csv-parse/sync";
import type { Cell } from "./columns.ts";

/** Excel takes a file without it for the machine's old code page. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** What a spreadsheet would run as a formula (OWASP, CSV injection), however often it has been quoted already. */
const FORMULA = /^'*[=+\-@\t\r]/;
const QUOTED_FORMULA = /^'+[=+\-@\t\r]/;

/** Makes a text harmless for a spreadsheet. */
export const quoteFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The other way round. */
export const unquoteFormula = (text: string): string => (QUOTED_FORMULA.test(text) ? text.slice(1) : text);

/** @returns one line of RFC 4180, with its end; numbers are no formulas */
export function csvLine(cells: readonly Cell[]): string {
  const written = cells.map((cell) => {
    if (cell === null) return "";
    if (typeof cell === "number") return String(cell);
    const safe = quoteFormula(cell);
    return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${written.join(",")}\r\n`;
}

/** Some spreadsheets part by semicolons, where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const header = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
  return [",", ";", "\t"].reduce((best, sign) =>
    header.split(sign).length > header.split(best).length ? sign : best,
  );
}

export interface CsvRow {
  /** Number of the line that it begins on, as an editor shows it. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a whole CSV text.
 *
 * @throws Error with the line, when a quote is open or a row has another number of cells than the first one
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  // The parser counts a line break of two characters within quotes as two lines.
  let surplus = 0;
  parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    skip_empty_lines: true,
    on_record: (cells, { lines }) => {
      const breaks = cells.join("").match(/\r\n|\r|\n/g) ?? [];
      surplus += breaks.filter((sign) => sign.length === 2).length;
      rows.push({ line: lines - surplus - breaks.length, cells });
      return null;
    },
  });
  return rows;
}
