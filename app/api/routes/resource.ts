import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { TObject, TProperties, TSchema } from "typebox";
import { type ListQuery, pageOf } from "../../shared/paging.ts";
import { DESK, MANAGERS, type Role } from "../../shared/roles.ts";
import { idKey, type Row, updateOf } from "../../shared/shapes.ts";
import { conflict, inUse, notFound } from "../problem.ts";
import type { Condition } from "../repositories/listing.ts";
import type { TableRepository } from "../repositories/table.ts";

interface Key {
  readonly id: string;
}

/** A table as routes: list, create, read, replace, delete, restore. */
export interface Resource<Input extends object, Stored extends Row, Options extends ListQuery> {
  /** Such as /warehouses. */
  readonly path: string;
  /** What one of them is called in a problem's title. */
  readonly what: string;
  readonly row: TSchema;
  readonly input: TObject<TProperties>;
  readonly query: TObject<TProperties>;
  readonly repository: TableRepository<Input, Stored>;
  readonly conditions?: (options: Options) => readonly Condition[];
  readonly roles?: { readonly read: readonly Role[]; readonly write: readonly Role[] };
}

type Of<Input extends object, Stored extends Row> = Pick<TableRepository<Input, Stored>, "find" | "update">;

/** Replaces a row. @throws ProblemError 404, or 409 with the current row */
export async function replace<Input extends object, Stored extends Row>(
  repository: Of<Input, Stored>,
  what: string,
  actor: string,
  id: string,
  { version, ...input }: Input & { readonly version: number },
): Promise<Stored> {
  // The rest of Input and a version is Input, which TypeScript cannot tell of a type parameter.
  const updated = await repository.update(actor, id, version, input as unknown as Input);
  if (updated !== undefined) return updated;
  const current = await repository.find(id);
  if (current === undefined) throw notFound(what);
  throw conflict(version, current);
}

/** @throws ProblemError when the database has not given back what was written */
export function written<Stored>(row: Stored | undefined): Stored {
  if (row === undefined) throw new Error("the database returned no row for an insert");
  return row;
}

/** DELETE and the way back, which are for those who decide. */
export function removalRoutes<Stored extends Row>(
  app: FastifyInstance,
  path: string,
  what: string,
  row: TSchema,
  repository: {
    find(id: string): Promise<Stored | undefined>;
    remove(actor: string, id: string): Promise<boolean>;
    restore(actor: string, id: string): Promise<Stored | undefined>;
  },
): void {
  const config = { roles: MANAGERS };
  app.delete<{ Params: Key }>(
    `${path}/:id`,
    { schema: { params: idKey }, config },
    async ({ params: { id }, identity }, reply) => {
      if (!(await repository.remove(identity.userId, id))) {
        throw (await repository.find(id)) === undefined ? notFound(what) : inUse(what);
      }
      return reply.code(204).send();
    },
  );
  app.post<{ Params: Key }>(
    `${path}/:id/restore`,
    { schema: { params: idKey, response: { 200: row } }, config },
    async ({ params: { id }, identity }) => {
      const restored = await repository.restore(identity.userId, id);
      if (restored === undefined) throw notFound(what);
      return restored;
    },
  );
}

/**
 * The routes of a resource. Requests have been checked against its shapes when a handler sees them, so their types
 * are stated here instead of being inferred from shapes that only the caller knows.
 */
export function resourceRoutes<Input extends object, Stored extends Row, Options extends ListQuery>(
  resource: Resource<Input, Stored, Options>,
): FastifyPluginAsync {
  const { path, what, row, input, query, repository } = resource;
  const { conditions = () => [], roles = { read: DESK, write: DESK } } = resource;
  const read = { roles: roles.read };
  const write = { roles: roles.write };
  return async (app) => {
    app.get(
      path,
      { schema: { querystring: query, response: { 200: pageOf(row) } }, config: read },
      (request) => {
        const options = request.query as Options;
        return repository.list(options, conditions(options));
      },
    );
    app.post(
      path,
      { schema: { body: input, response: { 201: row } }, config: write },
      async ({ body, identity }, reply) => {
        const created = written(await repository.create(identity.userId, body as Input));
        return reply.code(201).header("location", `/api${path}/${created.id}`).send(created);
      },
    );
    app.get<{ Params: Key }>(
      `${path}/:id`,
      { schema: { params: idKey, response: { 200: row } }, config: read },
      async ({ params: { id } }) => {
        const found = await repository.find(id);
        if (found === undefined) throw notFound(what);
        return found;
      },
    );
    app.put<{ Params: Key }>(
      `${path}/:id`,
      { schema: { params: idKey, body: updateOf(input.properties), response: { 200: row } }, config: write },
      ({ params: { id }, body, identity }) =>
        replace(repository, what, identity.userId, id, body as Input & { version: number }),
    );
    removalRoutes(app, path, what, row, repository);
  };
}
