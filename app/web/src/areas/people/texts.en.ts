import type { Member } from "../../../../shared/users.ts";

export const en = {
  invite: "Invite somebody",
  name: "Name",
  email: "Email",
  role: "Role",
  roleOf: (name: string) => `Role of ${name}`,
  state: "State",
  states: { invited: "Invited", active: "Active", disabled: "Disabled" } satisfies Record<
    Member["state"],
    string
  >,
  emptyText: "Invite the people you work with.",
  invited: (name: string) => `“${name}” has been sent an invitation.`,
  notMailed: (name: string) => `The mail to “${name}” could not be sent. Send it again later.`,
  changed: (name: string) => `“${name}” was changed.`,
  sendAgain: "Send again",
  enable: "Enable",
  disable: "Disable",
};

/** Every language has exactly these. */
export type PeopleTexts = typeof en;
