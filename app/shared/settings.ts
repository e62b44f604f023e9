/** Shapes of how a tenant works. Its name and looks are in branding.ts; what the operator decides (plan, modules) is not here. */
import { type Static, Type } from "typebox";
import { currency, instant, strict, text, version } from "./shapes.ts";

const categories = Type.Array(text(100), { minItems: 1, maxItems: 50, uniqueItems: true });
const units = Type.Array(text(20), { minItems: 1, maxItems: 50, uniqueItems: true });
const time = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

const fields = {
  currency,
  incomeCategories: categories,
  expenseCategories: categories,
  /** What people choose from; an item's unit is text. */
  units,
  /** Local times, HH:MM. */
  workdayStarts: time,
  workdayEnds: time,
};
export const settings = Type.Object({ ...fields, version, updatedAt: instant });
/** A full replacement, but for units, which stay as they are when they are left out. */
export const settingsUpdate = strict({ ...fields, units: Type.Optional(units), version });

export type Settings = Static<typeof settings>;
export type SettingsUpdate = Static<typeof settingsUpdate>;
