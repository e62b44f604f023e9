import { expect, test } from "vitest";
import { wholeEdge } from "../../components/joined-edge.ts";
import { prodEdge } from "../support/program.ts";

test("an edge that says all of itself is joined", () => {
  expect(wholeEdge("prod", prodEdge.edge)).toEqual(prodEdge.edge);
});

test.each(Object.keys(prodEdge.edge))("an edge that does not say its %s is not joined", (key) => {
  const stackOfBefore = { ...prodEdge.edge, [key]: undefined };
  expect(() => wholeEdge("prod", stackOfBefore)).toThrow("bring it up first with bin/up prod");
});

test("a stack without an edge is not joined", () => {
  expect(() => wholeEdge("prod", undefined)).toThrow("bring it up first with bin/up prod");
});
