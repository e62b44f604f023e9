import { expect, test } from "vitest";
import { readNumbers } from "../../bench/lib/options.ts";

const defaults = { runs: 5, pairs: 20 };

test.each([
  { words: [], expected: { runs: 5, pairs: 20 } },
  { words: ["--runs", "2"], expected: { runs: 2, pairs: 20 } },
  { words: ["--pairs=7", "--runs=1"], expected: { runs: 1, pairs: 7 } },
])("$words gives $expected", ({ words, expected }) => {
  expect(readNumbers(defaults, words)).toEqual(expected);
});

test.each([
  { words: ["--runs", "0"], message: "--runs must be a whole number" },
  { words: ["--runs", "many"], message: "--runs must be a whole number" },
  { words: ["--runs", "1.5"], message: "--runs must be a whole number" },
  { words: ["--runs=-1"], message: "--runs must be a whole number" },
  { words: ["--round", "1"], message: "--round" },
  { words: ["five"], message: "five" },
])("$words is refused, with what there is", ({ words, message }) => {
  expect(() => readNumbers(defaults, words)).toThrow(message);
  expect(() => readNumbers(defaults, words)).toThrow(
    "--runs <number, default 5>, --pairs <number, default 20>",
  );
});
