/** Shapes of how a tenant works. What the operator decides (plan, modules, looks) is not here. */
import { type Static, Type } from "typebox";
import { currency, instant, strict, text, version } from "./shapes.ts";

const categories = Type.Array(text(100), { minItems: 1, maxItems: 50, uniqueItems: true });
const time = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

const fields = {
  currency,
  incomeCategories: categories,
  expenseCategories: categories,
  /** Local times, HH:MM. */
  workdayStarts: time,
  workdayEnds: time,
};
export const settings = Type.Object({ ...fields, version, updatedAt: instant });
export const settingsUpdate = strict({ ...fields, version });

export type Settings = Static<typeof settings>;
export type SettingsUpdate = Static<typeof settingsUpdate>;
