import { expect, it } from "vitest";
import { nextOrder } from "../../../../app/web/src/components/data-list.ts";

it.each([
  ["another column begins at its start", "name", "asc", "number", { sort: "number", direction: "asc" }],
  ["the same one turns round", "name", "asc", "name", { sort: "name", direction: "desc" }],
  ["and back", "name", "desc", "name", { sort: "name", direction: "asc" }],
])("%s", (_what, sort, direction, key, order) =>
  expect(nextOrder({ search: "", sort, direction }, key)).toEqual(order),
);
