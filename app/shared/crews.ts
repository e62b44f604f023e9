/** Shapes of crews, their members and vehicles (module `crews`). */
import { type Static, Type } from "typebox";
import { listQuery } from "./paging.ts";
import { color, notes, nullable, phone, rowOf, strict, text, uuid } from "./shapes.ts";

const skills = Type.Array(text(60), { maxItems: 30 });

const crewFields = {
  name: text(100),
  color: nullable(color),
  leader: nullable(text(200)),
  notes: nullable(notes),
};
export const crewInput = strict({
  name: crewFields.name,
  color: Type.Optional(crewFields.color),
  leader: Type.Optional(crewFields.leader),
  notes: Type.Optional(crewFields.notes),
});
export const crew = rowOf(crewFields);
export const crewQuery = listQuery(["name"], "asc", {});

const memberFields = {
  crewId: uuid,
  userId: nullable(uuid),
  name: text(200),
  phone: nullable(phone),
  isLeader: Type.Boolean(),
  skills,
};
export const memberInput = strict({
  crewId: memberFields.crewId,
  name: memberFields.name,
  userId: Type.Optional(memberFields.userId),
  phone: Type.Optional(memberFields.phone),
  isLeader: Type.Optional(memberFields.isLeader),
  skills: Type.Optional(skills),
});
export const member = rowOf(memberFields);
export const memberQuery = listQuery(["name"], "asc", {
  crewId: Type.Optional(uuid),
  skill: Type.Optional(text(60)),
});

const vehicleFields = {
  crewId: nullable(uuid),
  name: text(100),
  plate: nullable(text(20)),
  notes: nullable(notes),
};
export const vehicleInput = strict({
  name: vehicleFields.name,
  crewId: Type.Optional(vehicleFields.crewId),
  plate: Type.Optional(vehicleFields.plate),
  notes: Type.Optional(vehicleFields.notes),
});
export const vehicle = rowOf(vehicleFields);
export const vehicleQuery = listQuery(["name"], "asc", { crewId: Type.Optional(uuid) });

export type Crew = Static<typeof crew>;
export type CrewInput = Static<typeof crewInput>;
export type Member = Static<typeof member>;
export type MemberInput = Static<typeof memberInput>;
export type Vehicle = Static<typeof vehicle>;
export type VehicleInput = Static<typeof vehicleInput>;
