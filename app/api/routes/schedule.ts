import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { DESK, EVERYBODY } from "../../shared/roles.ts";
import {
  type BookingInput,
  booking,
  bookingInput,
  bookingPage,
  bookingQuery,
  bookingUpdate,
} from "../../shared/schedule.ts";
import { idKey } from "../../shared/shapes.ts";
import { invalid, notFound, ProblemError } from "../problem.ts";
import type { ScheduleRepository } from "../repositories/schedule.ts";
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

/** Somebody of a crew sees what they have to do, and no more. */
const ownOnly = ({ identity }: FastifyRequest): string | undefined =>
  identity.role === "crew" ? identity.userId : undefined;

/**
 * /schedule: bookings of a time, create, read, replace (which is also how one is moved), delete, restore.
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
    schedule: ScheduleRepository,
    input: BookingInput,
    except: string | null,
    work: Promise<Result>,
  ): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      const overlaps =
        error instanceof Error && "constraint" in error && error.constraint === "schedule_crew_overlap";
      if (!overlaps) throw error;
      const conflicts = await schedule.overlapping(input, except);
      const title = "The crew is booked at that time";
      throw new ProblemError({ type: "urn:chalan:problem:overlap", title, status: 409, conflicts });
    }
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
        const created = written(
          await explained(schedule, body, null, schedule.create(identity.userId, body)),
        );
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
      async ({ params: { id }, body, identity }) => {
        const schedule = await repositoryFor(body);
        return explained(schedule, body, id, replace(schedule, WHAT, identity.userId, id, body));
      },
    );
    removalRoutes(app, "/schedule", WHAT, booking, {
      find: async (id) => (await current()).schedule.find(id),
      remove: async (actor, id) => (await current()).schedule.remove(actor, id),
      restore: async (actor, id) => (await current()).schedule.restore(actor, id),
    });
  };
}
