import type { FastifyPluginAsync, onRequestAsyncHookHandler } from "fastify";
import {
  crew,
  crewInput,
  crewQuery,
  member,
  memberInput,
  memberQuery,
  vehicle,
  vehicleInput,
  vehicleQuery,
} from "../../shared/crews.ts";
import type { ListQuery } from "../../shared/paging.ts";
import { notFound } from "../problem.ts";
import type { CrewsRepository } from "../repositories/crews.ts";
import { given } from "../repositories/listing.ts";
import { resourceRoutes } from "./resource.ts";

interface OfCrew extends ListQuery {
  readonly crewId?: string;
  readonly skill?: string;
}

/**
 * /crews, /crew-members, /vehicles.
 *
 * @param isOn whether the tenant has the module
 */
export function crewRoutes(
  { crews, members, vehicles }: CrewsRepository,
  isOn: () => Promise<boolean>,
): FastifyPluginAsync {
  const requireModule: onRequestAsyncHookHandler = async () => {
    if (!(await isOn())) throw notFound("Resource");
  };
  return async (app) => {
    app.addHook("onRequest", requireModule);
    await app.register(
      resourceRoutes({
        path: "/crews",
        what: "Crew",
        row: crew,
        input: crewInput,
        query: crewQuery,
        repository: crews,
      }),
    );
    await app.register(
      resourceRoutes({
        path: "/crew-members",
        what: "Member",
        row: member,
        input: memberInput,
        query: memberQuery,
        repository: members,
        conditions: ({ crewId, skill }: OfCrew) =>
          given([
            { text: "crew_id = ?", value: crewId },
            { text: "? = any (skills)", value: skill },
          ]),
      }),
    );
    await app.register(
      resourceRoutes({
        path: "/vehicles",
        what: "Vehicle",
        row: vehicle,
        input: vehicleInput,
        query: vehicleQuery,
        repository: vehicles,
        conditions: ({ crewId }: OfCrew) => given([{ text: "crew_id = ?", value: crewId }]),
      }),
    );
  };
}
