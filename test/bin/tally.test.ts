import { expect, test } from "vitest";
import { closing, goFailures, tallyGo, tallySuite, tallyVitest } from "../../bin/lib/tally.ts";

const go = [
  { Action: "run", Package: "p", Test: "TestA" },
  { Action: "output", Package: "p", Test: "TestA", Output: "fine\n" },
  { Action: "pass", Package: "p", Test: "TestA" },
  { Action: "output", Package: "p", Test: "TestB", Output: "    b_test.go:7: no\n" },
  { Action: "fail", Package: "p", Test: "TestB" },
  { Action: "skip", Package: "p", Test: "TestC" },
  { Action: "fail", Package: "p" },
]
  .map((event) => JSON.stringify(event))
  .join("\n");

test("Go's tests are counted, its packages are not", () => {
  expect(tallyGo(`go: downloading\n${go}\n`)).toEqual({ passed: 1, failed: 1 });
  expect(goFailures(go)).toBe("    b_test.go:7: no\n");
});

const vitest = (numPassedTests: number, numFailedTests: number, statuses: readonly string[][]): string =>
  JSON.stringify({
    numPassedTests,
    numFailedTests,
    testResults: statuses.map((results) => ({
      status: results.includes("failed") || results.length === 0 ? "failed" : "passed",
      assertionResults: results.map((status) => ({ status })),
    })),
  });

test("a test file that could not be loaded counts as one failed test", () => {
  expect(tallyVitest(vitest(2, 1, [["passed", "failed"], ["passed"], []]))).toEqual({ passed: 2, failed: 2 });
});

test.each([
  ["command", undefined, 0, { passed: 1, failed: 0 }],
  ["command", undefined, 2, { passed: 0, failed: 1 }],
  ["vitest", undefined, 1, { passed: 0, failed: 1 }],
  ["vitest", vitest(3, 0, [["passed"]]), 0, { passed: 3, failed: 0 }],
  ["vitest", vitest(3, 0, [["passed"]]), 1, { passed: 3, failed: 1 }],
  ["go", "", 2, { passed: 0, failed: 1 }],
  ["go", go, 1, { passed: 1, failed: 1 }],
])("%s with report %j and exit status %i", (kind, report, status, expected) => {
  expect(tallySuite(kind, report, status)).toEqual(expected);
});

test.each([
  [
    [
      { passed: 2, failed: 0 },
      { passed: 3, failed: 0 },
    ],
    { line: "5 passed, 0 failed", good: true },
  ],
  [[{ passed: 2, failed: 1 }], { line: "2 passed, 1 failed", good: false }],
  [[], { line: "0 passed, 0 failed", good: false }],
])("%j closes with %j", (tallies, expected) => {
  expect(closing(tallies)).toEqual(expected);
});
