import { describe, expect, it } from "vitest";
import type { Contract } from "../../../app/shared/contracts.ts";
import { toFields, toInput } from "../../../app/web/src/contract-form.ts";

const contract: Contract = {
  id: "0199a6a0-0000-7000-8000-000000000001",
  number: 7,
  title: "Roof",
  clientName: "Ana",
  clientEmail: "ana@example.com",
  clientPhone: null,
  address: "Main St 1",
  builderName: null,
  jobName: "North",
  jobNumber: null,
  lots: ["A1", "B 2"],
  status: "signed",
  amountCents: 123_450,
  currency: "MXN",
  startsOn: "2026-02-01",
  endsOn: null,
  notes: "two floors",
  statusChangedAt: "2026-01-01T00:00:00.000Z",
  version: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  deletedAt: null,
};

describe("the contract form", () => {
  it("gives back a contract that nobody has touched, but for status and items", () => {
    const { id, number, status, statusChangedAt, version, createdAt, updatedAt, deletedAt, ...rest } =
      contract;
    expect(toInput(toFields(contract), contract)).toEqual(rest);
  });
  it("leaves the currency of a new contract to the tenant", () => {
    const input = toInput({ ...toFields(), title: " Roof ", clientName: "Ana", lots: " A1, ,B 2," });
    expect(input).toMatchObject({ title: "Roof", amountCents: 0, address: null, lots: ["A1", "B 2"] });
    expect(input).not.toHaveProperty("currency");
  });
  it("accepts no amount that is none", () => {
    expect(toInput({ ...toFields(), amount: "lots" })).toBeUndefined();
  });
});
