import type { Database, Statement } from "../../shared/database.ts";
import type { Page } from "../../shared/paging.ts";
import type { Booking, BookingInput, BookingQuery } from "../../shared/schedule.ts";
import { type Condition, given, type Listing, listPage } from "./listing.ts";
import { iso, type TableDefinition, tableRepository } from "./table.ts";

const START = { expression: "starts_at", type: "timestamptz" };

const fields = {
  contractId: "contract_id",
  assigneeId: "assignee_id",
  assignee: "assignee",
  title: "title",
  startsAt: "starts_at",
  endsAt: "ends_at",
  status: "status",
  notes: "notes",
};
const read: Readonly<Record<string, string>> = { startsAt: iso("starts_at"), endsAt: iso("ends_at") };

/** The column of the crew comes with the module, so there are two sets of statements. */
function definition(withCrews: boolean): TableDefinition<BookingInput> {
  const derived = {
    contractNumber: "(select number from contracts where contracts.id = schedule.contract_id)",
    ...(withCrews ? {} : { crewId: "null::uuid" }),
  };
  return {
    table: "schedule",
    fields: (withCrews ? { ...fields, crewId: "crew_id" } : fields) as Record<keyof BookingInput, string>,
    read,
    defaults: { status: "planned" },
    derived,
    orders: { startsAt: START },
  };
}

/** A booking that stands in the way of another one. */
export type Overlap = Pick<Booking, "id" | "title" | "startsAt" | "endsAt">;

const OVERLAP = `id, title, ${iso("starts_at")} as "startsAt", ${iso("ends_at")} as "endsAt"`;
const OVERLAPPING: Statement = {
  name: "schedule_overlapping",
  text: `select ${OVERLAP} from schedule
         where crew_id = $1 and period && tstzrange($2, $3) and deleted_at is null and status <> 'cancelled'
           and id is distinct from $4
         order by starts_at limit 5`,
};
const OVERLAPPING_DELETED: Statement = {
  name: "schedule_overlapping_deleted",
  text: `select ${OVERLAP} from schedule
         where crew_id = (select crew_id from schedule where id = $1) and id <> $1
           and period && (select period from schedule where id = $1) and deleted_at is null and status <> 'cancelled'
         order by starts_at limit 5`,
};

/** Only what somebody of a crew has to know: the bookings of the person, and of the person's crews. */
function ownBookings(userId: string, withCrews: boolean): Condition {
  const crews = `crew_id in (select crew_id from crew_members where user_id = ? and deleted_at is null)`;
  return { text: `(assignee_id = ?${withCrews ? ` or ${crews}` : ""})`, value: userId };
}

/**
 * The schedule.
 *
 * @param withCrews whether the module `crews` is on
 */
export function scheduleRepository(database: Database, withCrews: boolean) {
  const table = tableRepository<BookingInput, Booking>(
    database,
    definition(withCrews),
    withCrews ? "crews" : "core",
  );
  const listing: Listing = { ...table.listing, orders: { startsAt: START } };
  return {
    ...table,
    /** What touches a time, the earliest first. @param userId whose bookings; undefined: everybody's */
    between(options: BookingQuery, userId?: string): Promise<Page<Booking>> {
      const { from, to, limit, cursor, crewId, assigneeId, contractId, status, deleted = false } = options;
      const page = {
        limit,
        sort: "startsAt",
        direction: "asc",
        ...(cursor === undefined ? {} : { cursor }),
      } as const;
      return listPage<Booking>(database.query, listing, page, [
        { text: `deleted_at is ${deleted ? "not null" : "null"}` },
        { text: "period && tstzrange((?::timestamptz[])[1], (?::timestamptz[])[2])", value: [from, to] },
        ...given([
          { text: withCrews ? "crew_id = ?" : "?::uuid is null", value: crewId },
          { text: "assignee_id = ?", value: assigneeId },
          { text: "contract_id = ?", value: contractId },
          { text: "status = ?", value: status },
        ]),
        ...(userId === undefined ? [] : [ownBookings(userId, withCrews)]),
      ]);
    },
    /** @param userId whose bookings; undefined: everybody's */
    async findFor(id: string, userId: string | undefined): Promise<Booking | undefined> {
      if (userId === undefined) return table.find(id);
      const page = { limit: 1, sort: "startsAt", direction: "asc" } as const;
      const own = [
        { text: "deleted_at is null" },
        { text: "id = ?", value: id },
        ownBookings(userId, withCrews),
      ];
      return (await listPage<Booking>(database.query, listing, page, own)).items[0];
    },
    /** What a crew already has at that time. @param except the booking that is being moved */
    overlapping: ({ crewId, startsAt, endsAt }: BookingInput, except: string | null): Promise<Overlap[]> =>
      withCrews && crewId != null
        ? database.query(OVERLAPPING, [crewId, startsAt, endsAt, except])
        : Promise.resolve([]),
    /** What the crew of a deleted booking has now at the time of that one. */
    overlappingDeleted: (id: string): Promise<Overlap[]> => database.query(OVERLAPPING_DELETED, [id]),
  };
}

export type ScheduleRepository = ReturnType<typeof scheduleRepository>;
