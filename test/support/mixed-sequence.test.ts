import { expect, test } from "vitest";
import { mixed } from "./mixed-sequence.ts";

test.each([
  [["a1", "a2", "a3", "a4"], ["b1", "b2"], "a1 b1 a2 a3 b2 a4"],
  [["only"], ["b1", "b2"], "only b1 b2"],
  [[], ["b1"], "b1"],
])("%j and %j lie evenly between each other", (one, other, expected) => {
  expect(mixed<string>([one, other]).join(" ")).toBe(expected);
});
