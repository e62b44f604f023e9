import type { Branding, BrandingUpdate } from "../../../../shared/branding.ts";
import { orNull } from "../../format/text.ts";

/** The tenant's name and looks as they stand in the fields; empty: as set up by the operator. */
export interface BrandingFields {
  name: string;
  locale: string;
  timeZone: string;
  hasColor: boolean;
  color: string;
}

export const toFields = (branding: Branding): BrandingFields => ({
  name: branding.name ?? "",
  locale: branding.locale ?? "",
  timeZone: branding.timeZone ?? "",
  hasColor: branding.themeColor !== null,
  color: branding.themeColor ?? branding.defaults.themeColor,
});

export const toInput = (
  { name, locale, timeZone, hasColor, color }: BrandingFields,
  { version }: Branding,
): BrandingUpdate => ({
  name: orNull(name),
  locale: orNull(locale),
  timeZone: orNull(timeZone),
  themeColor: hasColor ? color : null,
  version,
});
