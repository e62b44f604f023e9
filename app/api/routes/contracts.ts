import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { CONTRACT_TRANSITIONS, type ContractStatus } from "../../shared/contract-status.ts";
import {
  type ContractDetail,
  contractDetail,
  contractInput,
  contractPage,
  contractQuery,
  contractStatusChange,
  contractUpdate,
} from "../../shared/contracts.ts";
import { DESK } from "../../shared/roles.ts";
import { idKey } from "../../shared/shapes.ts";
import { conflict, notFound, ProblemError } from "../problem.ts";
import type { ContractsRepository } from "../repositories/contracts.ts";
import { removalRoutes, written } from "./resource.ts";

const WHAT = "Contract";

/** @throws ProblemError that says where the contract may go instead */
function requireTransition(from: ContractStatus, to: ContractStatus): void {
  const allowed = CONTRACT_TRANSITIONS[from];
  if (from === to || allowed.includes(to)) return;
  throw new ProblemError({
    type: "urn:chalan:problem:status-transition",
    title: "The status cannot change to that one",
    status: 409,
    detail: `A contract cannot go from ${from} to ${to}`,
    allowed,
  });
}

/** /contracts: list, create, read, replace, change the status, delete, restore. */
export function contractRoutes(contracts: ContractsRepository): FastifyPluginAsyncTypebox {
  /** @throws ProblemError 404, or 409 with the current contract */
  async function current(id: string, version: number): Promise<ContractDetail> {
    const found = await contracts.find(id);
    if (found === undefined) throw notFound(WHAT);
    if (found.version !== version) throw conflict(version, found);
    return found;
  }
  /** Somebody was faster since `current` looked. */
  async function changed(id: string, version: number, row: ContractDetail | undefined) {
    return row ?? current(id, version);
  }
  const config = { roles: DESK };

  return async (app) => {
    app.get(
      "/contracts",
      { schema: { querystring: contractQuery, response: { 200: contractPage } }, config },
      ({ query }) => contracts.list(query),
    );

    app.post(
      "/contracts",
      { schema: { body: contractInput, response: { 201: contractDetail } }, config },
      async ({ body, identity }, reply) => {
        const created = written(await contracts.create(identity.userId, body));
        return reply.code(201).header("location", `/api/contracts/${created.id}`).send(created);
      },
    );

    app.get(
      "/contracts/:id",
      { schema: { params: idKey, response: { 200: contractDetail } }, config },
      async ({ params: { id } }) => {
        const found = await contracts.find(id);
        if (found === undefined) throw notFound(WHAT);
        return found;
      },
    );

    app.put(
      "/contracts/:id",
      { schema: { params: idKey, body: contractUpdate, response: { 200: contractDetail } }, config },
      async ({ params: { id }, body: { version, ...input }, identity }) => {
        const { status } = await current(id, version);
        requireTransition(status, input.status ?? status);
        return changed(id, version, await contracts.update(identity.userId, id, version, input));
      },
    );

    app.post(
      "/contracts/:id/status",
      { schema: { params: idKey, body: contractStatusChange, response: { 200: contractDetail } }, config },
      async ({ params: { id }, body: { status, version }, identity }) => {
        requireTransition((await current(id, version)).status, status);
        return changed(id, version, await contracts.setStatus(identity.userId, id, version, status));
      },
    );

    removalRoutes(app, "/contracts", WHAT, contractDetail, {
      ...contracts,
      restore: async (actor, id) => (await contracts.restore(actor, id)) && contracts.find(id),
    });
  };
}
