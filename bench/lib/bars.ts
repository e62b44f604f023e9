import { columns } from "../../bin/lib/table.ts";
import { rounded } from "./statistics.ts";

/** A figure and what it is held against. */
export interface Bar {
  /** Its name in the result; ends with the unit. */
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly bar: number;
  /** Which side of the bar is the good one. */
  readonly side: "at least" | "at most";
}

/** How much of the bar a figure uses up: 1 is just met, more is not. */
export function strain({ value, bar, side }: Bar): number {
  return side === "at least" ? bar / value : value / bar;
}

export const isMet = (bar: Bar): boolean => strain(bar) <= 1;

/** For a benchmark with several bars: each figure, its bar, and whether it is met. */
export function barTable(bars: readonly Bar[]): string {
  const rows = bars.map((bar) => [
    bar.what,
    String(rounded(bar.value)),
    `${bar.side} ${bar.bar}`,
    isMet(bar) ? "yes" : "NO",
  ]);
  return columns([["", "FIGURE", "BAR", "MET"], ...rows]);
}

/** For the line of JSON: `{"name":{"value":v,"bar":b,"met":true}}`. */
export function barFigures(bars: readonly Bar[]) {
  return Object.fromEntries(
    bars.map((bar) => [bar.name, { value: bar.value, bar: bar.bar, met: isMet(bar) }]),
  );
}
