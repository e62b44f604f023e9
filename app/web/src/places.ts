import { DESK, MANAGERS, type Role } from "../../shared/roles.ts";

interface Place {
  readonly name: PlaceName;
  readonly roles: readonly Role[];
  /** Is there only while the tenant has the module. */
  readonly module?: string;
}

/** The places of the navigation, in its order. */
export type PlaceName = "dashboard" | "contracts" | "inventory" | "money";

const PLACES: readonly Place[] = [
  { name: "dashboard", roles: DESK },
  { name: "contracts", roles: DESK },
  { name: "inventory", roles: DESK },
  { name: "money", roles: DESK },
];

/** @returns where somebody of this role may go, at a tenant with these modules */
export function placesFor(role: Role, modules: readonly string[]): PlaceName[] {
  return PLACES.filter(
    ({ roles, module }) => roles.includes(role) && (module === undefined || modules.includes(module)),
  ).map(({ name }) => name);
}

/** Deleting is for those who decide; the API says so as well. */
export const mayRemove = (role: Role | undefined): boolean => role !== undefined && MANAGERS.includes(role);
