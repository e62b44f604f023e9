import { contractsRepository } from "../../api/repositories/contracts.ts";
import { importsRepository } from "../../api/repositories/imports.ts";
import { inventoryRepository } from "../../api/repositories/inventory.ts";
import { transactionsRepository } from "../../api/repositories/transactions.ts";
import { type Sheet, sheetsOf } from "../../api/tabular/sheets.ts";
import type { Query } from "../../shared/database.ts";
import type { SheetName } from "../../shared/sheets.ts";
import { joined } from "../as-tenant.ts";

/** @returns the sheet of the tenant whose transaction it is; what it writes is a part of it */
export function sheetIn(query: Query, name: SheetName): Sheet {
  const database = joined(query);
  const sheets = sheetsOf(
    contractsRepository(database),
    inventoryRepository(database),
    transactionsRepository(database),
    importsRepository(database),
  );
  const sheet = sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`there is no sheet ${name}`);
  return sheet;
}
