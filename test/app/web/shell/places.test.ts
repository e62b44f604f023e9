import { describe, expect, it } from "vitest";
import type { Role } from "../../../../app/shared/roles.ts";
import {
  grantableRoles,
  mayChange,
  mayRemove,
  type PlaceName,
  placesFor,
} from "../../../../app/web/src/shell/places.ts";

describe("placesFor", () => {
  it.each<[Role, string[], PlaceName[]]>([
    ["owner", [], ["dashboard", "contracts", "inventory", "schedule", "money", "users", "settings"]],
    [
      "manager",
      ["crews"],
      ["dashboard", "contracts", "inventory", "schedule", "crews", "money", "users", "settings"],
    ],
    ["office", ["crews"], ["dashboard", "contracts", "inventory", "schedule", "crews", "money"]],
    ["crew", ["crews"], ["schedule"]],
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

describe("grantableRoles", () => {
  it.each([
    ["owner", ["owner", "manager", "office", "crew"]],
    ["manager", ["manager", "office", "crew"]],
  ] as const)("%s: %j", (role, roles) => expect(grantableRoles(role)).toEqual(roles));
});

describe("mayChange", () => {
  const person = (userId: string, role: Role) => ({ userId, role });
  it.each([
    ["an owner another owner", person("a", "owner"), person("b", "owner"), true],
    ["an owner themselves", person("a", "owner"), person("a", "owner"), false],
    ["a manager an owner", person("a", "manager"), person("b", "owner"), false],
    ["a manager a manager", person("a", "manager"), person("b", "manager"), true],
  ])("%s", (_what, me, other, may) => expect(mayChange(me, other)).toBe(may));
});
