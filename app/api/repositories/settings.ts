import type { Database, Statement } from "../../shared/database.ts";
import type { Settings, SettingsUpdate } from "../../shared/settings.ts";
import { iso } from "./table.ts";

const COLUMNS = `currency, income_categories as "incomeCategories", expense_categories as "expenseCategories", units,
  to_char(workday_starts, 'HH24:MI') as "workdayStarts", to_char(workday_ends, 'HH24:MI') as "workdayEnds",
  version, ${iso("updated_at")} as "updatedAt"`;

const READ: Statement = { name: "settings_read", text: `select ${COLUMNS} from settings` };
const UPDATE: Statement = {
  name: "settings_update",
  text: `update settings set currency = $2, income_categories = $3, expense_categories = $4, workday_starts = $5,
                             workday_ends = $6, units = coalesce($7, units)
         where version = $1 returning ${COLUMNS}`,
};

/** How the tenant works: one row, which its migration has made. */
export function settingsRepository(database: Database) {
  return {
    async read(): Promise<Settings> {
      const [row] = await database.query<Settings>(READ, []);
      if (row === undefined) throw new Error("the settings are missing");
      return row;
    },
    /** @returns undefined when its version is another one */
    update: (actor: string, { version, ...input }: SettingsUpdate): Promise<Settings | undefined> =>
      database.transaction(actor, async (query) => {
        const { currency, incomeCategories, expenseCategories, workdayStarts, workdayEnds, units } = input;
        const values = [version, currency, incomeCategories, expenseCategories, workdayStarts, workdayEnds];
        return (await query<Settings>(UPDATE, [...values, units ?? null]))[0];
      }),
  };
}

export type SettingsRepository = ReturnType<typeof settingsRepository>;
