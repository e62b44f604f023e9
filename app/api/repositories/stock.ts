import { randomUUID } from "node:crypto";
import type { Database, Query, Statement } from "../../shared/database.ts";
import type { Movement, MovementInput, MovementQuery } from "../../shared/inventory.ts";
import { enqueue } from "../../shared/jobs.ts";
import type { Page } from "../../shared/paging.ts";
import { given, type Listing, listPage } from "./listing.ts";
import { iso } from "./table.ts";

const COLUMNS = `movement.id, item_id as "itemId", inventory.name as "itemName", warehouse_id as "warehouseId",
  warehouses.name as "warehouseName", kind, movement.quantity, balance,
  movement.unit_cost_cents as "unitCostCents", contract_id as "contractId", supplier_id as "supplierId",
  transfer_id as "transferId", movement.notes, ${iso("occurred_at")} as "occurredAt"`;
const joined = (movement: string) => `${movement} movement
  join inventory on inventory.id = item_id join warehouses on warehouses.id = warehouse_id`;

const newest = { expression: "movement.id", type: "bigint" };
const listing: Listing = {
  name: "stock_movements",
  columns: COLUMNS,
  from: joined("stock_movements"),
  orders: { id: newest },
  tie: newest,
};

// The trigger books it: it locks the item, adds up the warehouse's stock and refuses what would go below zero.
const BOOK: Statement = {
  name: "stock_book",
  text: `with booked as (
           insert into stock_movements (item_id, warehouse_id, kind, quantity, balance, unit_cost_cents, contract_id,
                                        supplier_id, transfer_id, notes)
           select $1, warehouses.id, $3, $4, 0, $5, $6, $7, $8, $9
           from warehouses where id = $2 and deleted_at is null
           returning *)
         select ${COLUMNS} from ${joined("booked")}`,
};

// Whether this very movement took the item under its minimum: its row is locked by the booking. And which day it is there.
const FELL_SHORT: Statement = {
  name: "stock_fell_short",
  text: `select (now() at time zone coalesce((select time_zone from branding),
                                             (select time_zone from public.tenant_settings)))::date as day, quantity
         from inventory
         where id = $1 and quantity < minimum_quantity and quantity - $2 >= minimum_quantity`,
};

/** What a kind does to the warehouse: adds, takes away, or as the sign says. */
const SIGN: Readonly<Record<MovementInput["kind"], 1 | -1>> = {
  receipt: 1,
  return: 1,
  issue: -1,
  adjustment: 1,
  transfer: -1,
};

/** Stock movements, which are only ever added, and the balances that they leave. */
export function stockRepository(database: Database) {
  async function book(
    query: Query,
    input: MovementInput,
    warehouseId: string,
    quantity: number,
    transferId: string | null,
  ): Promise<Movement | undefined> {
    const { itemId, kind, unitCostCents = null, contractId = null, supplierId = null, notes = null } = input;
    const values = [
      itemId,
      warehouseId,
      kind,
      quantity,
      unitCostCents,
      contractId,
      supplierId,
      transferId,
      notes,
    ];
    return (await query<Movement>(BOOK, values))[0];
  }
  /** One warning per item and day. A transfer leaves the item's quantity as it is. */
  async function warn(query: Query, itemId: string, quantity: number): Promise<void> {
    const [short] = await query<{ day: string; quantity: number }>(FELL_SHORT, [itemId, quantity]);
    if (short === undefined) return;
    const deduplicationKey = `low-stock:${itemId}:${short.day}`;
    await enqueue(query, "low-stock", { itemId, quantity: short.quantity }, { deduplicationKey });
  }
  return {
    /** The newest first. */
    list({ limit, cursor, itemId, warehouseId, contractId, kind }: MovementQuery): Promise<Page<Movement>> {
      const options = {
        limit,
        sort: "id",
        direction: "desc",
        ...(cursor === undefined ? {} : { cursor }),
      } as const;
      return listPage<Movement>(
        database.query,
        listing,
        options,
        given([
          { text: "item_id = ?", value: itemId },
          { text: "warehouse_id = ?", value: warehouseId },
          { text: "contract_id = ?", value: contractId },
          { text: "kind = ?", value: kind },
        ]),
      );
    },
    /**
     * Books one movement, or both halves of a transfer: all or nothing.
     *
     * @returns what was booked; undefined when a warehouse does not exist
     */
    move: (actor: string, input: MovementInput): Promise<Movement[] | undefined> =>
      database.transaction(actor, async (query) => {
        const signed = SIGN[input.kind] * input.quantity;
        const transferId = input.kind === "transfer" ? randomUUID() : null;
        const first = await book(query, input, input.warehouseId, signed, transferId);
        if (first === undefined) return undefined;
        if (transferId === null) await warn(query, input.itemId, signed);
        if (transferId === null || input.toWarehouseId === undefined) return [first];
        const second = await book(query, input, input.toWarehouseId, -signed, transferId);
        if (second === undefined) throw new MissingWarehouse();
        return [first, second];
      }),
  };
}

/** The warehouse that a transfer goes to does not exist; what was booked for its first half is undone. */
export class MissingWarehouse extends Error {
  override readonly name = "MissingWarehouse";
}

export type StockRepository = ReturnType<typeof stockRepository>;
