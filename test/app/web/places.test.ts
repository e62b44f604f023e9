import { describe, expect, it } from "vitest";
import type { Role } from "../../../app/shared/roles.ts";
import { mayRemove, type PlaceName, placesFor } from "../../../app/web/src/places.ts";

describe("placesFor", () => {
  it.each<[Role, string[], PlaceName[]]>([
    ["owner", [], ["dashboard", "contracts", "inventory", "money"]],
    ["office", ["crews"], ["dashboard", "contracts", "inventory", "money"]],
    ["crew", ["crews"], []],
  ])("%s with %j", (role, modules, places) => expect(placesFor(role, modules)).toEqual(places));
});

describe("mayRemove", () => {
  it.each([
    ["owner", true],
    ["manager", true],
    ["office", false],
    ["crew", false],
    [undefined, false],
  ] as const)("%s: %s", (role, may) => expect(mayRemove(role)).toBe(may));
});
