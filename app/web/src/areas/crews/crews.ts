import type {
  Crew,
  CrewInput,
  Member,
  MemberInput,
  Vehicle,
  VehicleInput,
} from "../../../../shared/crews.ts";
import { resource } from "../../api/resource.ts";

export const crews = resource<Crew, CrewInput>("crews");
export const members = resource<Member, MemberInput>("crew-members");
export const vehicles = resource<Vehicle, VehicleInput>("vehicles");

/** What else shows crews: it is read again when one changes. */
export const AFFECTED = ["crews", "schedule", "dashboard"] as const;

/** Of a crew without a colour of its own. */
export const DEFAULT_COLOR = "#64748b";
