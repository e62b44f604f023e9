import type { Database, Statement } from "../../shared/database.ts";
import type {
  Item,
  ItemInput,
  Price,
  PriceInput,
  StockLevel,
  Supplier,
  SupplierInput,
  Warehouse,
  WarehouseInput,
} from "../../shared/inventory.ts";
import { type TableDefinition, tableRepository } from "./table.ts";

export const itemsTable: TableDefinition<ItemInput> = {
  table: "inventory",
  fields: {
    sku: "sku",
    name: "name",
    unit: "unit",
    minimumQuantity: "minimum_quantity",
    unitCostCents: "unit_cost_cents",
    location: "location",
    notes: "notes",
  },
  defaults: { unit: "unit", minimumQuantity: 0, unitCostCents: 0 },
  derived: { quantity: "quantity" },
  orders: {
    name: { expression: "fold(name)", type: "text" },
    sku: { expression: "fold(sku)", type: "text" },
    quantity: { expression: "quantity", type: "numeric" },
  },
};

const byName = { name: { expression: "fold(name)", type: "text" } };

const warehousesTable: TableDefinition<WarehouseInput> = {
  table: "warehouses",
  fields: { name: "name", address: "address", notes: "notes" },
  search: "search_vector(name, address, notes)",
  orders: byName,
  // What is in it would be lost from sight.
  inUse: "exists (select from stock_levels where warehouse_id = warehouses.id and quantity > 0)",
};

const suppliersTable: TableDefinition<SupplierInput> = {
  table: "suppliers",
  fields: {
    name: "name",
    contactName: "contact_name",
    email: "email",
    phone: "phone",
    address: "address",
    notes: "notes",
  },
  search: "search_vector(name, contact_name, email, phone, address, notes)",
  orders: byName,
};

const LEVELS: Statement = {
  name: "inventory_levels",
  text: `select warehouse_id as "warehouseId", warehouses.name as "warehouseName", quantity
         from stock_levels join warehouses on warehouses.id = warehouse_id
         where item_id = $1 order by fold(warehouses.name)`,
};
const PRICES = `select price.id, item_id as "itemId", supplier_id as "supplierId", suppliers.name as "supplierName",
    price_cents as "priceCents", currency, valid_from as "validFrom"`;
const LIST_PRICES: Statement = {
  name: "inventory_prices",
  text: `${PRICES} from purchase_prices price join suppliers on suppliers.id = supplier_id
         where item_id = $1 order by valid_from desc, fold(suppliers.name) limit 500`,
};
const SET_PRICE: Statement = {
  name: "inventory_set_price",
  text: `with price as (
           insert into purchase_prices (item_id, supplier_id, price_cents, currency, valid_from)
           select inventory.id, suppliers.id, $3, $4, coalesce($5, current_date)
           from inventory, suppliers
           where inventory.id = $1 and inventory.deleted_at is null and suppliers.id = $2 and suppliers.deleted_at is null
           on conflict (item_id, supplier_id, valid_from)
           do update set price_cents = excluded.price_cents, currency = excluded.currency
           returning *)
         ${PRICES} from price join suppliers on suppliers.id = supplier_id`,
};

const REMOVE_PRICE: Statement = {
  name: "inventory_remove_price",
  text: "delete from purchase_prices where id = $2 and item_id = $1 returning id",
};

/** Items, warehouses, suppliers and what they ask. What moves is in stock.ts. */
export function inventoryRepository(database: Database) {
  return {
    items: tableRepository<ItemInput, Item>(database, itemsTable),
    warehouses: tableRepository<WarehouseInput, Warehouse>(database, warehousesTable),
    suppliers: tableRepository<SupplierInput, Supplier>(database, suppliersTable),
    /** Where an item lies, by warehouse. */
    levels: (itemId: string): Promise<StockLevel[]> => database.query(LEVELS, [itemId]),
    /** The newest first. */
    prices: (itemId: string): Promise<Price[]> => database.query(LIST_PRICES, [itemId]),
    /** @returns undefined when there is no such item or supplier */
    setPrice: (actor: string, itemId: string, input: PriceInput): Promise<Price | undefined> =>
      database.transaction(actor, async (query) => {
        const { supplierId, priceCents, currency = "USD", validFrom = null } = input;
        return (await query<Price>(SET_PRICE, [itemId, supplierId, priceCents, currency, validFrom]))[0];
      }),
    /** For good; setting it again brings it back. @returns false when the item has no such price */
    removePrice: (actor: string, itemId: string, priceId: string): Promise<boolean> =>
      database.transaction(actor, async (query) => (await query(REMOVE_PRICE, [itemId, priceId])).length > 0),
  };
}

export type InventoryRepository = ReturnType<typeof inventoryRepository>;
