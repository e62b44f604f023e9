import { describe, expect, it } from "vitest";
import type { ContractDetail } from "../../../../../app/shared/contracts.ts";
import { toFields, toInput, totalOf } from "../../../../../app/web/src/areas/contracts/contract-form.ts";

const contract: ContractDetail = {
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
  items: [{ description: "Cable", quantity: 2.5, unit: "m", unitPriceCents: 199, totalCents: 498 }],
};

describe("the contract form", () => {
  it("gives back a contract that nobody has touched, but for its status", () => {
    const { id, number, status, statusChangedAt, version, createdAt, updatedAt, deletedAt, ...rest } =
      contract;
    const items = rest.items.map(({ totalCents, ...item }) => item);
    expect(toInput(toFields(contract), contract)).toEqual({ ...rest, items });
  });
  it("leaves the currency of a new contract, and the unit of a new item, to the server", () => {
    const item = { description: " Lamp ", quantity: "1,5", unit: " ", unitPriceCents: null };
    const fields = { ...toFields(undefined), title: " Roof ", lots: [" A1", " ", "B 2"], items: [item] };
    const input = toInput(fields, undefined);
    expect(input).toMatchObject({ title: "Roof", amountCents: 0, address: null, lots: ["A1", "B 2"] });
    expect(input.items).toEqual([{ description: "Lamp", quantity: 1.5, unitPriceCents: 0 }]);
    expect(input).not.toHaveProperty("currency");
  });
});

it.each([
  ["2.5", 199, 498],
  ["2", -300, -600],
  ["2", null, 0],
  ["x", 100, 0],
])("%s times %s is %i", (quantity, unitPriceCents, total) =>
  expect(totalOf({ description: "", unit: "", quantity, unitPriceCents })).toBe(total),
);
