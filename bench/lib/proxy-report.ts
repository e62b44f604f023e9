import { type Bar, barFigures, barTable, strain } from "./bars.ts";
import { measurementTable, type Result } from "./report.ts";
import { median, summarise } from "./statistics.ts";

/** Who passes the requests on. */
export const SUBJECTS = ["edge", "minimal"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The bar of issue 5. */
const LEAST_RATIO = 0.9;
const LABELS: Readonly<Record<Subject, string>> = { edge: "the edge", minimal: "minimal nginx, by hand" };

/** The tables, and the result that goes into the line of JSON. @param perSecond requests per second of each, round by round */
export function proxyReport(perSecond: Readonly<Record<Subject, readonly number[]>>): {
  table: string;
  result: Result;
} {
  // Of the two in each round, so that both have had the same machine.
  const ratios = perSecond.edge.map((rate, round) => rate / (perSecond.minimal[round] ?? Number.NaN));
  const bar: Bar = {
    ...{ name: "edgeToMinimalRatio", what: "edge / minimal", value: median(ratios), bar: LEAST_RATIO },
    side: "at least",
  };
  const rates = measurementTable(
    "requests/s",
    SUBJECTS.map((name) => ({ what: LABELS[name], runs: perSecond[name] })),
  );
  const rounds = measurementTable("ratios", [{ what: "edge / minimal", runs: ratios }]);
  const summaries = SUBJECTS.map((name) => [`${name}PerSecond`, summarise(perSecond[name])]);
  return {
    table: [rates, rounds, barTable([bar])].join("\n\n"),
    result: {
      bench: "proxy",
      figures: { ...Object.fromEntries(summaries), ...barFigures([bar]) },
      ratio: strain(bar),
      bar: 1,
    },
  };
}
