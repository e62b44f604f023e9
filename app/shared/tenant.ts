/** Shapes of what anybody may know of a tenant. */
import { type Static, Type } from "typebox";
import { nullable, strict } from "./shapes.ts";

/** Its name and looks: the owner's choice, else the operator's. */
export const publicTenant = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  locale: Type.String(),
  timeZone: Type.String(),
  themeColor: Type.String(),
  /** Its address, which changes with the picture. */
  logo: nullable(Type.String()),
  modules: Type.Array(Type.String()),
});

/** The beginning of the picture's SHA-256, as in the path that `logo` has. */
export const logoVersion = strict({ v: Type.Optional(Type.String({ pattern: "^[0-9a-f]{16}$" })) });

export type PublicTenant = Static<typeof publicTenant>;
