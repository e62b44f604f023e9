import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  item,
  itemInput,
  itemQuery,
  type MovementInput,
  movementInput,
  movementPage,
  movementQuery,
  movements,
  price,
  priceInput,
  priceKey,
  prices,
  stockLevels,
  supplier,
  supplierInput,
  supplierQuery,
  warehouse,
  warehouseInput,
  warehouseQuery,
} from "../../shared/inventory.ts";
import type { ListQuery } from "../../shared/paging.ts";
import { DESK, MANAGERS } from "../../shared/roles.ts";
import { idKey } from "../../shared/shapes.ts";
import { invalid, notFound } from "../problem.ts";
import type { InventoryRepository } from "../repositories/inventory.ts";
import type { Condition } from "../repositories/listing.ts";
import { MissingWarehouse, type StockRepository } from "../repositories/stock.ts";
import { resourceRoutes } from "./resource.ts";

export interface ItemOptions extends ListQuery {
  readonly low?: boolean;
}

const config = { roles: DESK };

/** The filters of items. */
export const itemConditions = ({ low }: ItemOptions): Condition[] =>
  low === true ? [{ text: "quantity < minimum_quantity" }] : [];

/** /inventory (items), /warehouses, /suppliers; levels and purchase prices of an item. */
export function inventoryRoutes({
  items,
  warehouses,
  suppliers,
  levels,
  prices: pricesOf,
  setPrice,
  removePrice,
}: InventoryRepository): FastifyPluginAsyncTypebox {
  return async (app) => {
    await app.register(
      resourceRoutes({
        path: "/inventory",
        what: "Item",
        row: item,
        input: itemInput,
        query: itemQuery,
        repository: items,
        conditions: itemConditions,
      }),
    );
    const { row, input, query } = { row: warehouse, input: warehouseInput, query: warehouseQuery };
    await app.register(
      resourceRoutes({ path: "/warehouses", what: "Warehouse", row, input, query, repository: warehouses }),
    );
    await app.register(
      resourceRoutes({
        path: "/suppliers",
        what: "Supplier",
        row: supplier,
        input: supplierInput,
        query: supplierQuery,
        repository: suppliers,
      }),
    );

    /** @throws ProblemError 404 */
    const requireItem = async (id: string) => {
      if ((await items.find(id)) === undefined) throw notFound("Item");
    };
    app.get(
      "/inventory/:id/levels",
      { schema: { params: idKey, response: { 200: stockLevels } }, config },
      async ({ params: { id } }) => {
        await requireItem(id);
        return { items: await levels(id) };
      },
    );
    app.get(
      "/inventory/:id/prices",
      { schema: { params: idKey, response: { 200: prices } }, config },
      async ({ params: { id } }) => {
        await requireItem(id);
        return { items: await pricesOf(id) };
      },
    );
    app.post(
      "/inventory/:id/prices",
      { schema: { params: idKey, body: priceInput, response: { 201: price } }, config },
      async ({ params: { id }, body, identity }, reply) => {
        await requireItem(id);
        const set = await setPrice(identity.userId, id, body);
        if (set === undefined) throw invalid("body/supplierId", "refers to nothing that exists");
        return reply.code(201).send(set);
      },
    );
    app.delete(
      "/inventory/:id/prices/:priceId",
      { schema: { params: priceKey }, config: { roles: MANAGERS } },
      async ({ params: { id, priceId }, identity }, reply) => {
        if (!(await removePrice(identity.userId, id, priceId))) throw notFound("Price");
        return reply.code(204).send();
      },
    );
  };
}

/** What the shape cannot say of a movement. @throws ProblemError */
function requireSense({ kind, quantity, warehouseId, toWarehouseId }: MovementInput): void {
  const thousandths = Math.round(quantity * 1000);
  if (thousandths === 0) throw invalid("body/quantity", "must not be 0");
  if (kind !== "adjustment" && thousandths < 0) throw invalid("body/quantity", "must be > 0");
  if (kind !== "transfer" && toWarehouseId !== undefined)
    throw invalid("body/toWarehouseId", "is for transfers only");
  if (kind !== "transfer") return;
  if (toWarehouseId === undefined) throw invalid("body/toWarehouseId", "must say where the transfer goes to");
  if (toWarehouseId === warehouseId) throw invalid("body/toWarehouseId", "must be another warehouse");
}

/** /stock-movements: the list, and booking. There is no changing and no deleting: an adjustment puts things right. */
export function stockRoutes(stock: StockRepository): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/stock-movements",
      { schema: { querystring: movementQuery, response: { 200: movementPage } }, config },
      ({ query }) => stock.list(query),
    );
    app.post(
      "/stock-movements",
      { schema: { body: movementInput, response: { 201: movements } }, config },
      async ({ body, identity }, reply) => {
        requireSense(body);
        try {
          const booked = await stock.move(identity.userId, body);
          if (booked === undefined) throw invalid("body/warehouseId", "refers to nothing that exists");
          return reply.code(201).send({ items: booked });
        } catch (error) {
          if (!(error instanceof MissingWarehouse)) throw error;
          throw invalid("body/toWarehouseId", "refers to nothing that exists");
        }
      },
    );
  };
}
