import type { Statement } from "../../shared/database.ts";
import { enqueue } from "../../shared/jobs.ts";
import type { JobHandler } from "../runner.ts";
import { lowStockMail, type StockItem } from "./mails.ts";
import { managersOf } from "./people.ts";
import { profileOf } from "./profile.ts";

const ITEM: Statement = {
  name: "",
  text: `select sku, name, unit, quantity, minimum_quantity as "minimumQuantity" from inventory
         where id = $1 and deleted_at is null and quantity < minimum_quantity`,
};

/** Tells owners and managers that an item is short, if it still is. */
export const warnOfLowStock: JobHandler<"low-stock"> = async ({ payload, query }) => {
  const [item] = await query<StockItem>(ITEM, [payload.itemId]);
  if (item === undefined) return undefined;
  const tenant = await profileOf(query);
  for (const { email, name } of await managersOf(query)) {
    await enqueue(query, "mail", { to: email, ...lowStockMail({ tenant, name, item }) });
  }
  return undefined;
};
