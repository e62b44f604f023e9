import { columns } from "../../bin/lib/table.ts";
import { rounded, type Summary, summarise } from "./statistics.ts";

/** One row of a table of measurements. */
export interface Series {
  readonly what: string;
  /** All runs, in the order in which they were made. */
  readonly runs: readonly number[];
}

/** A figure that has a bar of its own, and whether it meets it. */
export interface Judged {
  readonly value: number;
  readonly bar: number;
  readonly met: boolean;
}

/** What a benchmark found. */
export interface Result {
  readonly bench: string;
  /** Single figures and summaries by name; a name ends with its unit. */
  readonly figures: Readonly<Record<string, number | Summary | Judged>>;
  /** Ours through the other's; where the bar is an absolute figure, ours through that figure. */
  readonly ratio: number;
  /** The largest ratio that meets the bar. */
  readonly bar: number;
}

/**
 * Minimum, median, maximum and every run of each series, in columns.
 *
 * @param unit of all measurements, for the heading
 */
export function measurementTable(unit: string, series: readonly Series[]): string {
  const number = (value: number) => String(rounded(value));
  const rows = series.map(({ what, runs }) => {
    const { min, median, max } = summarise(runs);
    return [what, number(min), number(median), number(max), runs.map(number).join(" ")];
  });
  return columns([[`in ${unit}`, "MIN", "MEDIAN", "MAX", "RUNS"], ...rows]);
}

function shortened(figure: number | Summary | Judged) {
  if (typeof figure === "number") return rounded(figure);
  if ("met" in figure) return { ...figure, value: rounded(figure.value) };
  return { min: rounded(figure.min), median: rounded(figure.median), max: rounded(figure.max) };
}

/** The line of JSON that a benchmark ends with (DESIGN, interfaces that scripts rely on). */
export function resultLine({ bench, figures, ratio, bar }: Result): string {
  const short = Object.entries(figures).map(([name, figure]) => [name, shortened(figure)]);
  // Whether the bar is met is decided before rounding.
  return JSON.stringify({
    bench,
    figures: Object.fromEntries(short),
    ratio: rounded(ratio),
    bar,
    met: ratio <= bar,
  });
}

/** Prints a benchmark's table, what has to be known to read it, and its line of JSON. */
export function printResult(table: string, notes: readonly string[], result: Result): void {
  const remarks = notes.map((note) => `  ${note}\n`).join("");
  process.stdout.write(`\n${table}\n\n${remarks}${resultLine(result)}\n`);
}
