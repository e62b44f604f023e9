import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import {
  contract,
  contractInput,
  contractKey,
  contractPage,
  contractQuery,
  contractUpdate,
} from "../../shared/contracts.ts";
import { DESK, EVERYBODY, MANAGERS } from "../../shared/roles.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { conflict, notFound, ProblemError } from "../problem.ts";
import type { contractsRepository } from "../repositories/contracts.ts";

const badCursor = () =>
  new ProblemError({
    type: "urn:chalan:problem:validation",
    title: "The request is not valid",
    status: 400,
    errors: [{ path: "querystring/cursor", message: "must be the nextCursor of an earlier answer" }],
  });

function parseCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const number = decodeCursor(cursor, 1)?.[0];
  if (typeof number !== "number") throw badCursor();
  return number;
}

/** /contracts: list, create, read, replace, delete. */
export function contractRoutes(contracts: ReturnType<typeof contractsRepository>): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/contracts",
      {
        schema: { querystring: contractQuery, response: { 200: contractPage } },
        config: { roles: EVERYBODY },
      },
      async ({ query: { limit, cursor, status } }) => {
        // One more than asked for tells whether there is another page.
        const rows = await contracts.list({ limit: limit + 1, before: parseCursor(cursor), status });
        const items = rows.slice(0, limit);
        const last = items.at(-1);
        return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.number]) : null };
      },
    );

    app.post(
      "/contracts",
      { schema: { body: contractInput, response: { 201: contract } }, config: { roles: DESK } },
      async ({ body }, reply) => {
        const created = await contracts.create(body);
        if (created === undefined) throw new Error("the database returned no row for an insert");
        return reply.code(201).header("location", `/api/contracts/${created.id}`).send(created);
      },
    );

    app.get(
      "/contracts/:id",
      { schema: { params: contractKey, response: { 200: contract } }, config: { roles: EVERYBODY } },
      async ({ params: { id } }) => {
        const found = await contracts.find(id);
        if (found === undefined) throw notFound("Contract");
        return found;
      },
    );

    app.put(
      "/contracts/:id",
      {
        schema: { params: contractKey, body: contractUpdate, response: { 200: contract } },
        config: { roles: DESK },
      },
      async ({ params: { id }, body: { version, ...input } }) => {
        const updated = await contracts.update(id, version, input);
        if (updated !== undefined) return updated;
        const current = await contracts.find(id);
        if (current === undefined) throw notFound("Contract");
        throw conflict(`You have version ${version}, the current one is ${current.version}`);
      },
    );

    app.delete(
      "/contracts/:id",
      { schema: { params: contractKey }, config: { roles: MANAGERS } },
      async ({ params: { id } }, reply) => {
        if (!(await contracts.remove(id))) throw notFound("Contract");
        return reply.code(204).send();
      },
    );
  };
}
