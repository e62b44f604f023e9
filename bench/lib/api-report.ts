import { PAGE, type Waits } from "./api-waits.ts";
import { type Bar, barFigures, barTable, strain } from "./bars.ts";
import { measurementTable, type Result } from "./report.ts";
import { median, summarise } from "./statistics.ts";

/** Who reads the row. */
export const SUBJECTS = ["bare", "ours", "withoutAccess", "django", "djangoWithoutAccess"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** @param make what is kept of one of them */
export function eachSubject<Value>(make: () => Value): Record<Subject, Value> {
  return Object.fromEntries(SUBJECTS.map((name) => [name, make()])) as Record<Subject, Value>;
}

/** What was measured, round by round. */
export interface ApiFigures {
  readonly perSecond: Readonly<Record<Subject, readonly number[]>>;
  /** Requests per second at which the waits were measured. */
  readonly steadyPerSecond: number;
  readonly waits: Waits;
  readonly contracts: number;
  readonly idleMB: number;
}

const LABELS: Readonly<Record<Subject, string>> = {
  bare: "bare Fastify + pg",
  ours: "ours, session and rate limit on",
  withoutAccess: "ours without them",
  django: "django-tenants + gunicorn, session and rate limit on",
  djangoWithoutAccess: "django-tenants + gunicorn without them",
};

/** Of the two subjects in each round, so that both have had the same machine. */
function ratios({ perSecond }: ApiFigures, over: Subject, under: Subject): number[] {
  return perSecond[over].map((value, round) => value / (perSecond[under][round] ?? Number.NaN));
}

/** The bars of issue 4. */
function barsOf(figures: ApiFigures): Bar[] {
  const atLeast = (name: string, what: string, runs: readonly number[], bar: number): Bar => ({
    ...{ name, what, value: median(runs), bar },
    side: "at least",
  });
  const atMost = (name: string, what: string, runs: readonly number[], bar: number): Bar => ({
    ...{ name, what, value: median(runs), bar },
    side: "at most",
  });
  const { waits, steadyPerSecond, contracts, idleMB } = figures;
  return [
    atLeast("oursToBareRatio", "ours / bare", ratios(figures, "ours", "bare"), 0.5),
    atLeast("withoutAccessToBareRatio", "ours without / bare", ratios(figures, "withoutAccess", "bare"), 0.7),
    atLeast("oursToDjangoRatio", "ours / Django", ratios(figures, "ours", "django"), 8),
    atLeast(
      "withoutAccessToDjangoRatio",
      "ours without / Django without",
      ratios(figures, "withoutAccess", "djangoWithoutAccess"),
      8,
    ),
    atMost("rowP99Milliseconds", `ms, p99 of ours at ${steadyPerSecond} requests/s`, waits.rowP99, 25),
    atMost("listP95Milliseconds", `ms, p95 of ${PAGE} out of ${contracts} contracts`, waits.listP95, 30),
    atMost("idleMB", "MB (PSS), our web, idle", [idleMB], 80),
  ];
}

/** The tables, and the result that goes into the line of JSON: its ratio is that of the bar which is hardest to meet. */
export function apiReport(figures: ApiFigures): { table: string; result: Result } {
  const { perSecond, waits } = figures;
  const bars = barsOf(figures);
  const rates = measurementTable(
    "requests/s",
    SUBJECTS.map((name) => ({ what: LABELS[name], runs: perSecond[name] })),
  );
  const rounds = measurementTable("ratios and ms", [
    { what: "ours / bare", runs: ratios(figures, "ours", "bare") },
    { what: "ours without / bare", runs: ratios(figures, "withoutAccess", "bare") },
    { what: "ours / Django", runs: ratios(figures, "ours", "django") },
    { what: "ours without / Django without", runs: ratios(figures, "withoutAccess", "djangoWithoutAccess") },
    { what: "p99 of a row, ms", runs: waits.rowP99 },
    { what: "p95 of a list, ms", runs: waits.listP95 },
  ]);
  const summaries = SUBJECTS.map((name) => [`${name}PerSecond`, summarise(perSecond[name])]);
  return {
    table: [rates, rounds, barTable(bars)].join("\n\n"),
    result: {
      bench: "api",
      figures: { ...Object.fromEntries(summaries), ...barFigures(bars) },
      ratio: Math.max(...bars.map(strain)),
      bar: 1,
    },
  };
}
