import { createUser } from "../admin/create-user.ts";
import type { TenantRow } from "../api/repositories/tenant.ts";
import type { Database, Query } from "../shared/database.ts";
import { ROLES, type Role } from "../shared/roles.ts";
import { type Company, makeContracts } from "./contracts.ts";
import { addDays } from "./days.ts";
import { createRandom } from "./random.ts";
import { makeCrews, makeSchedule } from "./schedule.ts";
import { makeStock } from "./stock.ts";
import { makeTransactions } from "./transactions.ts";
import { wordsOf } from "./words.ts";

const YEARS_IN_DAYS = 730;
const BATCH = 1000;

/** What was made: rows per table; nothing where there were contracts already. */
export type Planted = Readonly<Record<string, number>> | undefined;

/** The rows' keys are the columns. */
async function insert(query: Query, table: string, rows: readonly object[]): Promise<number> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(", ");
  const text = `insert into ${table} (${columns})
                select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`;
  for (let from = 0; from < rows.length; from += BATCH) {
    await query({ name: `seed_${table}`, text }, [JSON.stringify(rows.slice(from, from + BATCH))]);
  }
  return rows.length;
}

/** One person per role, called `<role>@<slug>.example`. */
async function plantUsers(database: Database, { slug, locale }: TenantRow, password: string) {
  const { first, last } = wordsOf(locale);
  const ids = new Map<Role, string>();
  // One after the other: hashing a password takes memory on purpose.
  for (const [index, role] of ROLES.entries()) {
    const name = `${first[index] ?? role} ${last[index] ?? ""}`;
    ids.set(role, await createUser(database, { email: `${role}@${slug}.example`, name, role, password }));
  }
  return ids;
}

/**
 * Fills a tenant with two years of business, the same for the same slug and day; all of it or nothing.
 *
 * @param database logs in as the tenant's role
 * @param until the last day, YYYY-MM-DD
 * @param password of the users that are made
 */
export async function plant(
  database: Database,
  tenant: TenantRow,
  until: string,
  password: string,
): Promise<Planted> {
  const users = await plantUsers(database, tenant, password);
  const { slug, locale, timeZone, modules } = tenant;
  const random = createRandom(`${slug} ${until}`);
  const words = wordsOf(locale);
  const company: Company = {
    random,
    words,
    trade: createRandom(slug).chance(0.5) ? "electric" : "hvac",
    language: locale.toLowerCase().startsWith("es") ? 1 : 2,
    timeZone,
    currency: "USD",
    from: addDays(until, -YEARS_IN_DAYS),
    until,
  };
  return database.transaction(null, async (query) => {
    const there = await query({ name: "seed_there", text: "select from contracts limit 1" }, []);
    if (there.length > 0) return undefined;
    const { contracts, items } = makeContracts(company);
    const stock = makeStock(company, contracts);
    const crews = modules.includes("crews") ? makeCrews(company, users.get("crew") ?? null) : undefined;
    // In the order in which the tables refer to one another.
    const tables: Readonly<Record<string, readonly object[]>> = {
      contracts,
      contract_items: items,
      ...stock,
      ...(crews ?? {}),
      schedule: makeSchedule(company, contracts, crews?.crews ?? []),
      transactions: makeTransactions(company, contracts),
    };
    const counts: Record<string, number> = {};
    for (const [table, rows] of Object.entries(tables)) counts[table] = await insert(query, table, rows);
    return counts;
  });
}
