import { expect, it } from "vitest";
import {
  toCrewFields,
  toCrewInput,
  toMemberFields,
  toMemberInput,
  toVehicleFields,
  toVehicleInput,
} from "../../../../../app/web/src/areas/crews/crew-forms.ts";

const times = { createdAt: "2026-11-01T00:00:00Z", updatedAt: "2026-11-01T00:00:00Z", deletedAt: null };
const row = { id: "6b1f6f0e-6c0a-4f55-8e0f-000000000001", version: 3, ...times };

it("empty fields are nothing, and spaces around what is written go", () => {
  expect(toCrewInput({ ...toCrewFields(undefined), name: " Red " })).toEqual({
    name: "Red",
    leader: null,
    color: "#64748b",
    notes: null,
  });
  expect(toVehicleInput({ ...toVehicleFields(undefined), name: "Van" }, "red")).toEqual({
    crewId: "red",
    name: "Van",
    plate: null,
    notes: null,
  });
});

it("a member who is changed keeps the account", () => {
  const member = {
    ...row,
    crewId: "red",
    name: "Ana",
    phone: "555",
    isLeader: true,
    skills: ["hvac"],
    userId: "u1",
  };
  const fields = { ...toMemberFields(member), skills: ["hvac", " ", "solar "] };
  expect(toMemberInput(fields, member, "red")).toEqual({
    crewId: "red",
    name: "Ana",
    phone: "555",
    isLeader: true,
    skills: ["hvac", "solar"],
    userId: "u1",
  });
});
