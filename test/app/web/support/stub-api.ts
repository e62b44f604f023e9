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
    if (name === "dashboard") {
      return ok({
        today: "2026-11-23",
        contracts: [],
        months: [],
        lowStock: { count: 0, items: [] },
        bookings: [],
      });
    }
    if (name !== "contracts") return ok({ items: [], nextCursor: null });
    if (id === undefined) return ok({ items: shown(), nextCursor: null });
    const found = contracts.find((one) => one.id === id);
    return found === undefined ? problem(404, "not-found") : onContract(found, method, action, body);
  }
  return { contracts, instead, answer, problem };
}

export type StubApi = ReturnType<typeof stubApi>;
