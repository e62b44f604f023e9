import type {
  Crew,
  CrewInput,
  Member,
  MemberInput,
  Vehicle,
  VehicleInput,
} from "../../../../shared/crews.ts";
import { orNull } from "../../format/text.ts";
import { DEFAULT_COLOR } from "./crews.ts";

export const toCrewFields = (crew: Crew | undefined) => ({
  name: crew?.name ?? "",
  leader: crew?.leader ?? "",
  color: crew?.color ?? DEFAULT_COLOR,
  notes: crew?.notes ?? "",
});
export const toCrewInput = (fields: ReturnType<typeof toCrewFields>): CrewInput => ({
  name: fields.name.trim(),
  leader: orNull(fields.leader),
  color: fields.color,
  notes: orNull(fields.notes),
});

export const toMemberFields = (member: Member | undefined) => ({
  name: member?.name ?? "",
  phone: member?.phone ?? "",
  isLeader: member?.isLeader ?? false,
  skills: [...(member?.skills ?? [])],
});
/** @param before whose account stays as it is */
export const toMemberInput = (
  fields: ReturnType<typeof toMemberFields>,
  before: Member | undefined,
  crewId: string,
): MemberInput => ({
  crewId,
  name: fields.name.trim(),
  phone: orNull(fields.phone),
  isLeader: fields.isLeader,
  skills: fields.skills.flatMap((skill) => skill.trim() || []),
  userId: before?.userId ?? null,
});

export const toVehicleFields = (vehicle: Vehicle | undefined) => ({
  name: vehicle?.name ?? "",
  plate: vehicle?.plate ?? "",
  notes: vehicle?.notes ?? "",
});
export const toVehicleInput = (fields: ReturnType<typeof toVehicleFields>, crewId: string): VehicleInput => ({
  crewId,
  name: fields.name.trim(),
  plate: orNull(fields.plate),
  notes: orNull(fields.notes),
});
