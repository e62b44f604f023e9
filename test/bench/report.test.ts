import { describe, expect, test } from "vitest";
import { measurementTable, resultLine } from "../../bench/lib/report.ts";

describe("the line of JSON", () => {
  test("has the fields that scripts rely on, in their order", () => {
    const line = resultLine({
      bench: "up",
      figures: { pulumiSeconds: { min: 10.1234, median: 11.5678, max: 12 }, containers: 16 },
      ratio: 1.23456,
      bar: 1.5,
    });
    expect(line).toBe(
      '{"bench":"up","figures":{"pulumiSeconds":{"min":10.1,"median":11.6,"max":12},"containers":16},' +
        '"ratio":1.23,"bar":1.5,"met":true}',
    );
  });

  test.each([
    { ratio: 0.5, met: true },
    { ratio: 1.5, met: true },
    { ratio: 1.5001, met: false }, // 1.5 when it is rounded
    { ratio: 2, met: false },
  ])("a ratio of $ratio with a bar of 1.5: met is $met", ({ ratio, met }) => {
    expect(JSON.parse(resultLine({ bench: "up", figures: {}, ratio, bar: 1.5 }))).toMatchObject({ met });
  });
});

test("the table has minimum, median, maximum and all runs in the order in which they were made", () => {
  const table = measurementTable("seconds", [
    { what: "pulumi up", runs: [12.34, 10, 11] },
    { what: "compose", runs: [9] },
  ]);
  expect(`\n${table}\n`).toMatchInlineSnapshot(`
    "
      in seconds  MIN  MEDIAN  MAX   RUNS
      pulumi up   10   11      12.3  12.3 10 11
      compose     9    9       9     9
    "
  `);
});
