import { DESK, EVERYBODY, MANAGERS, ROLES, type Role } from "../../../shared/roles.ts";

interface Place {
  readonly name: PlaceName;
  readonly roles: readonly Role[];
  /** Is there only while the tenant has the module. */
  readonly module?: string;
}

/** The places of the navigation, in its order. */
export type PlaceName =
  | "dashboard"
  | "contracts"
  | "inventory"
  | "schedule"
  | "crews"
  | "money"
  | "users"
  | "settings";

const PLACES: readonly Place[] = [
  { name: "dashboard", roles: DESK },
  { name: "contracts", roles: DESK },
  { name: "inventory", roles: DESK },
  { name: "schedule", roles: EVERYBODY },
  { name: "crews", roles: DESK, module: "crews" },
  { name: "money", roles: DESK },
  { name: "users", roles: MANAGERS },
  { name: "settings", roles: MANAGERS },
];

/** @returns where somebody of this role may go, at a tenant with these modules */
export function placesFor(role: Role, modules: readonly string[]): PlaceName[] {
  return PLACES.filter(
    ({ roles, module }) => roles.includes(role) && (module === undefined || modules.includes(module)),
  ).map(({ name }) => name);
}

/** Deleting is for those who decide; the API says so as well. */
export const mayRemove = (role: Role | undefined): boolean => role !== undefined && MANAGERS.includes(role);

/** @returns the roles that somebody may give to others: who owns the business is the owners' to say */
export const grantableRoles = (role: Role | undefined): readonly Role[] =>
  role === "owner" ? ROLES : ROLES.filter((one) => one !== "owner");

/** Nobody takes away their own rights, and only owners change owners. */
export const mayChange = (
  me: { readonly userId: string; readonly role: Role },
  other: { readonly userId: string; readonly role: Role },
): boolean => me.userId !== other.userId && grantableRoles(me.role).includes(other.role);
