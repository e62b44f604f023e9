import type { Role } from "../../shared/roles.ts";

/** Who is asking, within this tenant. */
export interface Identity {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}
