import type { ContractDetail } from "../../../../app/shared/contracts.ts";

/** What the stub answers; 204 has no body. */
export interface StubAnswer {
  readonly status: number;
  readonly body?: object;
}

const problem = (status: number, name: string, more: object = {}): StubAnswer => ({
  status,
  body: { type: `urn:chalan:problem:${name}`, title: name, status, ...more },
});
const ok = (body: object): StubAnswer => ({ status: 200, body });

const MOMENT = "2026-11-20T15:00:00.000Z";

function contract(number: number): ContractDetail {
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

const TENANT = {
  slug: "acme",
  name: "Acme Eléctrica",
  locale: "es-MX",
  timeZone: "America/Phoenix",
  themeColor: "#ffcc00",
  logo: null,
  modules: ["crews"],
};
const OWNER = { userId: contract(0).id, email: "ana@example.com", name: "Ana Torres", role: "owner" };

const SETTINGS = {
  currency: "USD",
  incomeCategories: ["contract"],
  expenseCategories: ["fuel"],
  units: ["m"],
  version: 1,
};
const ITEM = {
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
const DASHBOARD = {
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

/**
 * Answers as the API does, from memory: enough of it for the front's own pages to work in a browser. What the API really
 * answers is for its own tests, and for those of the whole stack.
 */
export function stubApi(contractCount: number) {
  const contracts = Array.from({ length: contractCount }, (_, index) => contract(contractCount - index));
  /** Answers that are given instead of the right ones, each once: `PUT /contracts/…`. */
  const instead = new Map<string, StubAnswer>();
  let isSignedIn = true;

  const shown = () => contracts.filter(({ deletedAt }) => deletedAt === null);

  function onContract(
    found: ContractDetail,
    method: string,
    action: string | undefined,
    body: object,
  ): StubAnswer {
    if (method === "GET") return ok(found);
    if ("version" in body && body.version !== found.version) {
      return problem(409, "version-conflict", { current: found });
    }
    const deletedAt = method === "DELETE" ? MOMENT : action === "restore" ? null : found.deletedAt;
    Object.assign(found, body, { version: found.version + 1, deletedAt });
    return method === "DELETE" ? { status: 204 } : ok(found);
  }

  function answer(method: string, path: string, body: object): StubAnswer {
    const given = instead.get(`${method} ${path}`);
    instead.delete(`${method} ${path}`);
    if (given !== undefined) return given;
    const [, name, id, action] = path.split("/");
    if (name === "tenant") return ok(TENANT);
    if (path === "/auth/logout") isSignedIn = false;
    if (path === "/auth/login") isSignedIn = true;
    if (name === "auth") return isSignedIn ? ok(OWNER) : problem(401, "unauthenticated");
    if (name === "dashboard") return ok(DASHBOARD);
    if (name === "settings") return ok(SETTINGS);
    if (name === "inventory")
      return ok(id === undefined ? { items: [ITEM], nextCursor: null } : { ...ITEM, items: [] });
    if (name !== "contracts") return ok({ items: [], nextCursor: null });
    if (action === "attachments") return ok({ items: [] });
    if (id === undefined) return ok({ items: shown(), nextCursor: null });
    const found = contracts.find((one) => one.id === id);
    return found === undefined ? problem(404, "not-found") : onContract(found, method, action, body);
  }
  return { contracts, instead, answer, problem };
}

export type StubApi = ReturnType<typeof stubApi>;
