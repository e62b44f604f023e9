/** Shapes of people and of signing in, shared by the api (as JSON Schema) and the front (as types). */
import { type Static, Type } from "typebox";
import { LANGUAGES } from "./languages.ts";
import { ROLES } from "./roles.ts";
import { email, instant, nullable, strict, text, uuid } from "./shapes.ts";

const name = text(200);
const role = Type.Enum([...ROLES]);
/**
 * Length is what counts (NIST SP 800-63B-4, 3.1.1.2; OWASP's cheat sheet on authentication), composition is not. The upper limit
 * bounds the work of hashing.
 */
const newPassword = Type.String({ minLength: 12, maxLength: 128 });
const password = Type.String({ minLength: 1, maxLength: 128 });
/** Null: the tenant's. */
const language = nullable(Type.Enum([...LANGUAGES]));

/** Who has signed in. */
export const identity = Type.Object({
  userId: uuid,
  email: Type.String(),
  name: Type.String(),
  role,
  language,
});

export const signInInput = strict({ email, password });

export const passwordChange = strict({ currentPassword: password, newPassword });

export const linkRequest = strict({ email });

/** `token` is what stands behind the # of the link in the mail. */
export const passwordReset = strict({
  token: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
  newPassword,
});

/** What people change of themselves. */
export const profileChange = Type.Object(
  { name: Type.Optional(name), language: Type.Optional(language) },
  { additionalProperties: false, minProperties: 1 },
);

/** A browser in which the person has signed in. */
export const session = Type.Object({
  id: Type.String(),
  /** The one that asks. */
  current: Type.Boolean(),
  startedAt: instant,
  lastUsedAt: instant,
  /** What the browser calls itself. */
  agent: nullable(Type.String()),
});
/** The one that was used last comes first. */
export const sessionList = Type.Object({ items: Type.Array(session) });
export const sessionKey = Type.Object({ sessionId: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }) });

export const MEMBER_STATES = ["invited", "active", "disabled"] as const;

export const member = Type.Object({
  userId: uuid,
  email: Type.String(),
  name: Type.String(),
  role,
  state: Type.Enum([...MEMBER_STATES]),
  createdAt: instant,
});

export const memberList = Type.Object({ items: Type.Array(member) });

export const invitation = strict({ email, name, role });

/** `mailSent` is false where no letter could be handed to the worker: send the invitation again later. */
export const invitedMember = Type.Object({ ...member.properties, mailSent: Type.Boolean() });

export const memberChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(role),
    state: Type.Optional(Type.Enum(["active", "disabled"])),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const memberKey = Type.Object({ userId: uuid });

export type Identity = Static<typeof identity>;
export type ProfileChange = Static<typeof profileChange>;
export type Session = Static<typeof session>;
export type Member = Static<typeof member>;
export type Invitation = Static<typeof invitation>;
export type MemberChange = Static<typeof memberChange>;
