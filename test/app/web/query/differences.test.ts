import { expect, it } from "vitest";
import { fromAddress, toAddress } from "../../../../app/web/src/query/address.ts";
import { differences } from "../../../../app/web/src/query/differences.ts";

it("differences names the fields of which two versions differ, in the order of the labels", () => {
  const mine = {
    title: "Roof",
    lots: ["A", "B"],
    notes: "",
    items: [{ unit: "m", quantity: "2" }],
    secret: 1,
  };
  const theirs = {
    ...mine,
    title: "Cellar",
    lots: [],
    notes: null,
    items: [{ unit: "m", quantity: "3" }],
    secret: 2,
  };
  const labels = { items: "Items", title: "Title", lots: "Lots", notes: "Notes" };
  expect(differences(mine, theirs, labels)).toEqual([
    { label: "Items", mine: "m · 2", theirs: "m · 3" },
    { label: "Title", mine: "Roof", theirs: "Cellar" },
    { label: "Lots", mine: "A; B", theirs: "–" },
  ]);
});

it("the address says what is not the default, and nothing that it is not asked for", () => {
  const defaults = { search: "", sort: "number", status: "" };
  const query = { search: "a b", sort: "number", status: "paid" };
  expect(toAddress(query, defaults)).toEqual({ search: "a b", status: "paid" });
  expect(fromAddress({ search: "a b", status: "paid", other: "x" }, defaults)).toEqual(query);
  expect(fromAddress({ sort: ["a", "b"], search: null }, defaults)).toEqual(defaults);
});
