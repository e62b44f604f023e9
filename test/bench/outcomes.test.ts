import { expect, test } from "vitest";
import type { Outcome } from "../../bench/lib/load.ts";
import { failures, seen, within } from "../../bench/lib/outcomes.ts";

const outcome = (fields: Partial<Outcome>): Outcome => ({
  host: "alpha.localhost",
  method: "GET",
  reused: false,
  due: 0,
  milliseconds: 10,
  failure: undefined,
  ...fields,
});

test("a failure counts, and its time does not", () => {
  const all = [
    ...Array.from({ length: 99 }, (_, index) => outcome({ milliseconds: index + 1 })),
    outcome({ milliseconds: 15_000, failure: "no answer in time" }),
  ];
  expect(seen(all)).toEqual({ requests: 100, failed: 1, p50: 50, p99: 99 });
});

test("a request belongs to the stretch of time in which it was due", () => {
  const all = [outcome({ due: 5 }), outcome({ due: 10 }), outcome({ due: 25 }), outcome({ due: 30 })];
  const found = within(all, [
    { from: 0, to: 10 },
    { from: 20, to: 30 },
  ]);
  expect(found.map(({ due }) => due)).toEqual([5, 25]);
});

test("failures are told by kind, the most frequent first", () => {
  const reset = outcome({ failure: "ECONNRESET", reused: true, method: "POST" });
  expect(failures([outcome({ failure: "status 502" }), reset, outcome({}), reset])).toEqual([
    "2 × POST over a kept connection: ECONNRESET",
    "1 × GET over a new connection: status 502",
  ]);
});
