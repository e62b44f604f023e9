/** Shapes of a tenant's name and looks, which its owner may choose. */
import { type Static, Type } from "typebox";
import { color, instant, nullable, strict, text, version } from "./shapes.ts";

/** The largest logo, in bytes. */
export const MAXIMUM_LOGO_BYTES = 1024 * 1024;

/** Language and country, such as es-MX. */
const locale = Type.String({ pattern: "^[a-z]{2,3}(-[A-Z]{2})?$" });
/** IANA's name, such as America/Phoenix. */
const timeZone = Type.String({ pattern: "^[A-Za-z0-9_+/-]{1,64}$" });

const looks = { name: text(200), locale, timeZone, themeColor: color };
const nullableLooks = {
  name: nullable(looks.name),
  locale: nullable(locale),
  timeZone: nullable(timeZone),
  themeColor: nullable(color),
};
const logo = nullable(Type.String());

/** What the owner has chosen; null: as in `defaults`, which are the operator's. */
export const branding = Type.Object({
  ...nullableLooks,
  /** Its path. It changes with the picture. */
  logo,
  defaults: Type.Object({ ...looks, locale: Type.String(), timeZone: Type.String(), logo }),
  version,
  updatedAt: instant,
});
/** A full replacement of all but the logo. */
export const brandingUpdate = strict({ ...nullableLooks, version });
export const logoQuery = strict({ version });

export type Branding = Static<typeof branding>;
export type BrandingUpdate = Static<typeof brandingUpdate>;
