/**
 * Adds up the reports of the test suites and prints `N passed, N failed`; exits 1 if any failed or none ran.
 * Usage: node bin/lib/tally.ts (<command|go|vitest> <report> <exit status>)…
 *        node bin/lib/tally.ts --go-failures <report>     prints what the failing Go tests said
 * A suite that failed without reporting a failed test (it crashed, it did not compile) counts as one failed test.
 */
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";

export type Tally = { readonly passed: number; readonly failed: number };

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Vitest's JSON report. A file that could not be loaded has no tests, and counts as one failed. */
export function tallyVitest(text: string): Tally {
  const { numPassedTests, numFailedTests, testResults } = vitestReport.parse(JSON.parse(text));
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

const goEvent = z.object({ Action: z.string(), Test: z.string().optional(), Output: z.string().optional() });
type GoEvent = z.infer<typeof goEvent>;

/** The events of `go test -json`; a line that is not one (a compiler's message) is left out. */
export function goEvents(text: string): GoEvent[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const event = goEvent.safeParse(JSON.parse(line));
    return event.success ? [event.data] : [];
  });
}

export function tallyGo(text: string): Tally {
  const ended = goEvents(text).filter(({ Test }) => Test !== undefined);
  const count = (action: string): number => ended.filter(({ Action }) => Action === action).length;
  return { passed: count("pass"), failed: count("fail") };
}

/** What the failing tests, and a package that did not compile, printed. */
export function goFailures(text: string): string {
  const events = goEvents(text);
  const failed = new Set(events.filter(({ Action }) => Action === "fail").map(({ Test }) => Test));
  return events
    .filter(({ Action, Test }) => Action === "build-output" || (Action === "output" && failed.has(Test)))
    .map(({ Output }) => Output ?? "")
    .join("");
}

const readers = { go: tallyGo, vitest: tallyVitest };

/** One suite's numbers, from its report (undefined: it wrote none) and its exit status. */
export function tallySuite(kind: string, report: string | undefined, status: number): Tally {
  if (kind === "command") return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const read = readers[kind === "go" ? "go" : "vitest"];
  const { passed, failed } = report === undefined ? { passed: 0, failed: 1 } : read(report);
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}

/** The closing line, and whether it is a good one. */
export function closing(tallies: readonly Tally[]): { readonly line: string; readonly good: boolean } {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  return { line: `${passed} passed, ${failed} failed`, good: failed === 0 && passed > 0 };
}

const readIfThere = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

function main(argv: readonly string[]): void {
  if (argv[0] === "--go-failures") {
    process.stdout.write(goFailures(readIfThere(argv[1] ?? "") ?? ""));
    return;
  }
  const tallies: Tally[] = [];
  for (let index = 0; index + 2 < argv.length; index += 3) {
    const [kind = "", report = "", status = "1"] = argv.slice(index, index + 3);
    tallies.push(tallySuite(kind, readIfThere(report), Number(status)));
  }
  const { line, good } = closing(tallies);
  console.log(line);
  process.exitCode = good ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
