/** Shapes of people and of signing in, shared by the api (as JSON Schema) and the front (as types). */
import { type Static, Type } from "typebox";
import { ROLES } from "./roles.ts";

const email = Type.String({ format: "email", maxLength: 254 });
const name = Type.String({ minLength: 1, maxLength: 200 });
const role = Type.Enum([...ROLES]);
/**
 * Length is what counts (NIST SP 800-63B-4, 3.1.1.2; OWASP's cheat sheet on authentication), composition is not. The upper limit
 * bounds the work of hashing.
 */
const newPassword = Type.String({ minLength: 12, maxLength: 128 });
const strict = { additionalProperties: false };

/** Who has signed in. */
export const identity = Type.Object({
  userId: Type.String({ format: "uuid" }),
  email: Type.String(),
  name: Type.String(),
  role,
});

export const signInInput = Type.Object(
  { email, password: Type.String({ minLength: 1, maxLength: 128 }) },
  strict,
);

export const passwordChange = Type.Object(
  { currentPassword: Type.String({ minLength: 1, maxLength: 128 }), newPassword },
  strict,
);

export const linkRequest = Type.Object({ email }, strict);

/** `token` is what stands behind the # of the link in the mail. */
export const passwordReset = Type.Object(
  { token: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }), newPassword },
  strict,
);

export const MEMBER_STATES = ["invited", "active", "disabled"] as const;

export const member = Type.Object({
  userId: Type.String({ format: "uuid" }),
  email: Type.String(),
  name: Type.String(),
  role,
  state: Type.Enum([...MEMBER_STATES]),
  createdAt: Type.String({ format: "date-time" }),
});

export const memberList = Type.Object({ items: Type.Array(member) });

export const invitation = Type.Object({ email, name, role }, strict);

/** `mailSent` is false where the mail server took nothing: send the invitation again later. */
export const invitedMember = Type.Object({ ...member.properties, mailSent: Type.Boolean() });

export const memberChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(role),
    state: Type.Optional(Type.Enum(["active", "disabled"])),
  },
  { ...strict, minProperties: 1 },
);

export const memberKey = Type.Object({ userId: Type.String({ format: "uuid" }) });

export type Identity = Static<typeof identity>;
export type Member = Static<typeof member>;
export type Invitation = Static<typeof invitation>;
export type MemberChange = Static<typeof memberChange>;
