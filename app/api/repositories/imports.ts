import type { Database, Statement } from "../../shared/database.ts";

// Cases are folded by the database, whose index it is that refuses twins.
const TAKEN_SKUS: Statement = {
  name: "imports_taken_skus",
  text: `select place::integer - 1 as place from (
           select place, lower(sku) as sku, row_number() over (partition by lower(sku) order by place) as turn
           from unnest($1::text[]) with ordinality as given (sku, place)) as given
         where turn > 1
            or exists (select from inventory where deleted_at is null and lower(inventory.sku) = given.sku)`,
};
const CONTRACTS: Statement = {
  name: "imports_contracts",
  text: "select number, id from contracts where number = any ($1::bigint[]) and deleted_at is null",
};

/** What an import has to know of what is there. */
export function importsRepository(database: Database) {
  return {
    /** @returns the places in `skus` of those that are taken, or come a second time */
    async takenSkus(skus: readonly string[]): Promise<ReadonlySet<number>> {
      const rows = await database.query<{ place: number }>(TAKEN_SKUS, [skus]);
      return new Set(rows.map(({ place }) => place));
    },
    /** @returns ids of contracts by their numbers, of those that exist */
    async contractIds(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
      const rows = await database.query<{ number: number; id: string }>(CONTRACTS, [numbers]);
      return new Map(rows.map(({ number, id }) => [number, id]));
    },
  };
}

export type ImportsRepository = ReturnType<typeof importsRepository>;
