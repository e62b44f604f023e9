import type { Crew, CrewInput, Member, MemberInput, Vehicle, VehicleInput } from "../../shared/crews.ts";
import type { Database } from "../../shared/database.ts";
import { type TableDefinition, tableRepository } from "./table.ts";

const byName = { name: { expression: "fold(name)", type: "text" } };

const crewsTable: TableDefinition<CrewInput> = {
  table: "crews",
  fields: { name: "name", color: "color", leader: "leader", notes: "notes" },
  search: "search_vector(name, leader, notes)",
  orders: byName,
  // Its bookings would lose their crew from sight.
  inUse: `exists (select from schedule where crew_id = crews.id and deleted_at is null
                  and status in ('planned', 'started') and ends_at > now())`,
};

const membersTable: TableDefinition<MemberInput> = {
  table: "crew_members",
  fields: {
    crewId: "crew_id",
    userId: "user_id",
    name: "name",
    phone: "phone",
    isLeader: "is_leader",
    skills: "skills",
  },
  defaults: { isLeader: false, skills: [] },
  search: "search_vector(name, phone, joined(skills))",
  orders: byName,
};

const vehiclesTable: TableDefinition<VehicleInput> = {
  table: "vehicles",
  fields: { crewId: "crew_id", name: "name", plate: "plate", notes: "notes" },
  search: "search_vector(name, plate, notes)",
  orders: byName,
};

/** Crews, their members and vehicles; the tables exist where the module `crews` is or was on. */
export function crewsRepository(database: Database) {
  return {
    crews: tableRepository<CrewInput, Crew>(database, crewsTable),
    members: tableRepository<MemberInput, Member>(database, membersTable),
    vehicles: tableRepository<VehicleInput, Vehicle>(database, vehiclesTable),
  };
}

export type CrewsRepository = ReturnType<typeof crewsRepository>;
