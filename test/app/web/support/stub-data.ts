import type { ContractDetail } from "../../../../app/shared/contracts.ts";
import type { Price } from "../../../../app/shared/inventory.ts";

/** What the stub of the API knows. */
export const MOMENT = "2026-11-20T15:00:00.000Z";

/** A contract as the API gives it; the number is in its id. */
export function contract(number: number): ContractDetail {
  const items = [{ description: "Cable", quantity: 20, unit: "m", unitPriceCents: 450, totalCents: 9000 }];
  return {
    id: `0199a6a0-0000-7000-8000-${String(number).padStart(12, "0")}`,
    number,
    title: `Roof ${number}`,
    clientName: "Ana Torres",
    clientEmail: "ana@example.com",
    clientPhone: null,
    address: "Main Street 1",
    builderName: null,
    jobName: null,
    jobNumber: null,
    lots: ["A1"],
    status: "draft",
    amountCents: 9000,
    currency: "USD",
    startsOn: "2026-12-01",
    endsOn: null,
    notes: null,
    statusChangedAt: MOMENT,
    version: 1,
    createdAt: MOMENT,
    updatedAt: MOMENT,
    deletedAt: null,
    items,
  };
}

export const TENANT = {
  slug: "acme",
  name: "Acme Eléctrica",
  locale: "es-MX",
  timeZone: "America/Phoenix",
  themeColor: "#ffcc00",
  logo: null,
  modules: ["crews"],
};
export const OWNER = { userId: contract(0).id, email: "ana@example.com", name: "Ana Torres", role: "owner" };

export const SETTINGS = {
  currency: "USD",
  incomeCategories: ["contract"],
  expenseCategories: ["fuel"],
  units: ["m"],
  workdayStarts: "08:00",
  workdayEnds: "17:00",
  version: 1,
  updatedAt: MOMENT,
};
export const BRANDING = {
  name: null,
  locale: null,
  timeZone: null,
  themeColor: null,
  logo: null,
  defaults: TENANT,
  version: 1,
  updatedAt: MOMENT,
};
export const ITEM = {
  id: contract(70).id,
  sku: "C-12",
  name: "Copper cable",
  unit: "m",
  quantity: 12,
  minimumQuantity: 50,
  unitCostCents: 450,
  location: "Shelf 3",
  notes: null,
  version: 1,
};
export const PRICE: Price = {
  id: contract(60).id,
  itemId: ITEM.id,
  supplierId: contract(61).id,
  supplierName: "Cables SA",
  priceCents: 430,
  currency: "USD",
  validFrom: "2026-11-20",
};
export const DASHBOARD = {
  today: "2026-11-23",
  contracts: [
    { status: "draft", currency: "USD", count: 3, amountCents: 1_250_000 },
    { status: "signed", currency: "USD", count: 2, amountCents: 4_800_000 },
    { status: "paid", currency: "USD", count: 14, amountCents: 19_300_000 },
  ],
  months: ["2026-09", "2026-10", "2026-11"].map((month, index) => ({
    month,
    currency: "USD",
    incomeCents: 2_000_000 + index * 400_000,
    expenseCents: 1_500_000,
  })),
  lowStock: { count: 1, items: [ITEM] },
  stockValueCents: 1_234_500,
  crewLoad: [{ crewId: contract(80).id, name: "North", color: "#0b7a75", bookings: 4, minutes: 1920 }],
  bookings: [
    {
      id: contract(90).id,
      title: "Wire the roof",
      startsAt: MOMENT,
      endsAt: MOMENT,
      status: "planned",
      contractId: contract(1).id,
      contractNumber: 1,
    },
  ],
};

/** A PNG of one pixel. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==",
  "base64",
);
