import type { Statement } from "../../shared/database.ts";
import { enqueue } from "../../shared/jobs.ts";
import type { JobHandler } from "../runner.ts";
import { lowStockMail, type StockItem } from "./mails.ts";
import { managersOf } from "./people.ts";
import { profileOf } from "./profile.ts";

const ITEM: Statement = {
  name: "",
  text: `select sku, name, unit, $2::float8 as quantity, minimum_quantity as "minimumQuantity" from inventory
         where id = $1 and deleted_at is null`,
};

/** Tells owners and managers what a movement left of an item. It says so even if more has come since: that day it does not say so again. */
export const warnOfLowStock: JobHandler<"low-stock"> = async ({ payload, query }) => {
  const [item] = await query<StockItem>(ITEM, [payload.itemId, payload.quantity]);
  if (item === undefined) return undefined;
  const tenant = await profileOf(query);
  for (const { email, name } of await managersOf(query)) {
    await enqueue(query, "mail", { to: email, ...lowStockMail({ tenant, name, item }) });
  }
  return undefined;
};
