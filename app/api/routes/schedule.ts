import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { DESK, EVERYBODY } from "../../shared/roles.ts";
import {
  type Booking,
  type BookingInput,
  type BookingMove,
  booking,
  bookingInput,
  bookingMove,
  bookingPage,
  bookingQuery,
  bookingUpdate,
} from "../../shared/schedule.ts";
import { idKey } from "../../shared/shapes.ts";
import { conflict, invalid, notFound, ProblemError } from "../problem.ts";
import type { Overlap, ScheduleRepository } from "../repositories/schedule.ts";
import { removalRoutes, replace, written } from "./resource.ts";

const WHAT = "Booking";
/** Two months of a calendar with the days around them. */
const LONGEST_DAYS = 62;

/** @throws ProblemError @returns nothing when it is a time that can be asked for */
function requirePeriod(path: string, from: string, to: string, days: number): void {
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) throw invalid(path, "must be later than the beginning");
  if (length > days * 86_400_000) throw invalid(path, `must be at most ${days} days after the beginning`);
}

const WRITTEN = Object.keys(bookingInput.properties) as (keyof BookingInput)[];

/** @returns the booking as a client would write it, with the change */
function moved(found: Booking, change: Omit<BookingMove, "version">): BookingInput {
  const input = Object.fromEntries(WRITTEN.map((name) => [name, found[name]]));
  return { ...(input as BookingInput), ...change };
}

/** Somebody of a crew sees what they have to do, and no more. */
const ownOnly = ({ identity }: FastifyRequest): string | undefined =>
  identity.role === "crew" ? identity.userId : undefined;

/**
 * /schedule: bookings of a time, create, read, replace, move (or make longer or shorter), delete, restore.
 *
 * @param current the repository that fits the tenant's modules at the moment
 */
export function scheduleRoutes(
  current: () => Promise<{ readonly schedule: ScheduleRepository; readonly withCrews: boolean }>,
): FastifyPluginAsyncTypebox {
  const config = { roles: DESK };

  async function repositoryFor({ crewId, startsAt, endsAt }: BookingInput): Promise<ScheduleRepository> {
    requirePeriod("body/endsAt", startsAt, endsAt, 366);
    const { schedule, withCrews } = await current();
    if (!withCrews && crewId != null) throw invalid("body/crewId", "needs the module crews");
    return schedule;
  }

  /** Adds to the refusal of an overlap what stands in the way. */
  async function explained<Result>(
    work: Promise<Result>,
    conflicts: () => Promise<readonly Overlap[]>,
  ): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      const overlaps =
        error instanceof Error && "constraint" in error && error.constraint === "schedule_crew_overlap";
      if (!overlaps) throw error;
      const title = "The crew is booked at that time";
      const type = "urn:chalan:problem:overlap";
      throw new ProblemError({ type, title, status: 409, conflicts: await conflicts() });
    }
  }

  async function change(actor: string, id: string, body: BookingInput & { readonly version: number }) {
    const schedule = await repositoryFor(body);
    return explained(replace(schedule, WHAT, actor, id, body), () => schedule.overlapping(body, id));
  }

  return async (app) => {
    app.get(
      "/schedule",
      { schema: { querystring: bookingQuery, response: { 200: bookingPage } }, config: { roles: EVERYBODY } },
      async (request) => {
        const { from, to } = request.query;
        requirePeriod("querystring/to", from, to, LONGEST_DAYS);
        return (await current()).schedule.between(request.query, ownOnly(request));
      },
    );
    app.post(
      "/schedule",
      { schema: { body: bookingInput, response: { 201: booking } }, config },
      async ({ body, identity }, reply) => {
        const schedule = await repositoryFor(body);
        const creating = schedule.create(identity.userId, body);
        const created = written(await explained(creating, () => schedule.overlapping(body, null)));
        return reply.code(201).header("location", `/api/schedule/${created.id}`).send(created);
      },
    );
    app.get(
      "/schedule/:id",
      { schema: { params: idKey, response: { 200: booking } }, config: { roles: EVERYBODY } },
      async (request) => {
        const found = await (await current()).schedule.findFor(request.params.id, ownOnly(request));
        if (found === undefined) throw notFound(WHAT);
        return found;
      },
    );
    app.put(
      "/schedule/:id",
      { schema: { params: idKey, body: bookingUpdate, response: { 200: booking } }, config },
      ({ params: { id }, body, identity }) => change(identity.userId, id, body),
    );
    app.patch(
      "/schedule/:id",
      { schema: { params: idKey, body: bookingMove, response: { 200: booking } }, config },
      async ({ params: { id }, body: { version, ...fields }, identity }) => {
        const found = await (await current()).schedule.find(id);
        if (found === undefined) throw notFound(WHAT);
        if (found.version !== version) throw conflict(version, found);
        return change(identity.userId, id, { ...moved(found, fields), version });
      },
    );
    removalRoutes(app, "/schedule", WHAT, booking, {
      find: async (id) => (await current()).schedule.find(id),
      remove: async (actor, id) => (await current()).schedule.remove(actor, id),
      restore: async (actor, id) => {
        const { schedule } = await current();
        return explained(schedule.restore(actor, id), () => schedule.overlappingDeleted(id));
      },
    });
  };
}
