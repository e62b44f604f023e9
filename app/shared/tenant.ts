import { type Static, Type } from "typebox";

/** What anybody may know of a tenant: its name and looks. */
export const publicTenant = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  locale: Type.String(),
  timeZone: Type.String(),
  themeColor: Type.String(),
  logo: Type.Union([Type.String(), Type.Null()]),
  modules: Type.Array(Type.String()),
});

export type PublicTenant = Static<typeof publicTenant>;
