import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, rounded, summarise } from "../../bench/lib/statistics.ts";

describe("median", () => {
  test.each([
    { values: [7], expected: 7 },
    { values: [3, 1, 2], expected: 2 },
    { values: [4, 1, 3, 2], expected: 2.5 },
    { values: [1, 1, 1, 100], expected: 1 },
    { values: [10, 9, 100], expected: 10 }, // by number, not by text
  ])("of $values is $expected", ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test("of nothing is refused", () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => summarise([])).toThrow(RangeError);
  });

  test("leaves the measurements in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("has as many values below it as above it, and lies between minimum and maximum", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { min, median: middle, max } = summarise(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
        expect(min <= middle && middle <= max).toBe(true);
      }),
    );
  });
});

test.each([
  { value: 0.123456, expected: 0.123 },
  { value: 12.3456, expected: 12.3 },
  { value: 1234.5, expected: 1230 },
  { value: 0, expected: 0 },
])("$value is told as $expected", ({ value, expected }) => {
  expect(rounded(value)).toBe(expected);
});
