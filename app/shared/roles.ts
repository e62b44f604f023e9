/** Roles of a person within one tenant, from the most to the least powerful. In a file of its own: the front needs it. */
export const ROLES = ["owner", "manager", "office", "crew"] as const;

export type Role = (typeof ROLES)[number];

/** Everybody who has signed in. */
export const EVERYBODY: readonly Role[] = [...ROLES];
/** Those who run the business from a desk. */
export const DESK: readonly Role[] = ["owner", "manager", "office"];
/** Those who decide about money and people. */
export const MANAGERS: readonly Role[] = ["owner", "manager"];
/** Those whose business it is. */
export const OWNERS: readonly Role[] = ["owner"];
