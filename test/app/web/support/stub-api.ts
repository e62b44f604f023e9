import { readFileSync } from "node:fs";
import type { Attachment } from "../../../../app/shared/attachments.ts";
import type { ContractDetail } from "../../../../app/shared/contracts.ts";
import { openApiFile } from "../../../../app/shared/directory.ts";
import type { Price } from "../../../../app/shared/inventory.ts";
import type { Booking } from "../../../../app/shared/schedule.ts";
import { ok, problem, type StubAnswer, type StubRequest } from "./stub-answer.ts";
import {
  BRANDING,
  contract,
  DASHBOARD,
  ITEM,
  MOMENT,
  OWNER,
  PIXEL,
  PRICE,
  SETTINGS,
  TENANT,
} from "./stub-data.ts";
import { stubJobs } from "./stub-jobs.ts";

interface Deletable {
  readonly id: string;
  readonly deletedAt: string | null;
}

/** Those that are there, or those that were deleted. */
const listed = <Row extends Deletable>(rows: readonly Row[], query: URLSearchParams): Row[] =>
  rows.filter(({ deletedAt }) => (deletedAt !== null) === (query.get("deleted") === "true"));

/** DELETE of a row, and the way back. */
function onRemoval(rows: readonly Deletable[], { method, path }: StubRequest): StubAnswer {
  const found = rows.find(({ id }) => id === path.split("/")[2]);
  if (found === undefined) return problem(404, "not-found");
  Object.assign(found, { deletedAt: method === "DELETE" ? MOMENT : null });
  return method === "DELETE" ? { status: 204 } : ok(found);
}

/**
 * Answers as the API does, from memory: enough of it for the front's own pages to work in a browser. What the API really
 * answers is for its own tests, and for those of the whole stack.
 */
export function stubApi(contractCount: number) {
  const contracts = Array.from({ length: contractCount }, (_, index) => contract(contractCount - index));
  /** The files of every contract. */
  const attachments: Attachment[] = [];
  const bookings: Booking[] = [];
  /** Of the item. */
  const prices: Price[] = [PRICE];
  const jobs = stubJobs();
  /** Who has signed in. */
  const person = { ...OWNER };
  /** Answers that are given instead of the right ones, each once: `PUT /contracts/…`. */
  const instead = new Map<string, StubAnswer>();
  let isSignedIn = true;

  function onContract(found: ContractDetail, { method, path, query, body }: StubRequest): StubAnswer {
    const action = path.split("/")[3];
    if (action === "attachments") return ok({ items: listed(attachments, query) });
    if (method === "GET") return ok(found);
    if ("version" in body && body.version !== found.version) {
      return problem(409, "version-conflict", { current: found });
    }
    const deletedAt = method === "DELETE" ? MOMENT : action === "restore" ? null : found.deletedAt;
    Object.assign(found, body, { version: found.version + 1, deletedAt });
    return method === "DELETE" ? { status: 204 } : ok(found);
  }

  function onPrices({ method, body }: StubRequest): StubAnswer {
    if (method === "POST") prices.push({ ...PRICE, ...body, id: crypto.randomUUID() });
    if (method === "DELETE") prices.pop();
    return method === "DELETE"
      ? { status: 204 }
      : ok(method === "POST" ? (prices.at(-1) ?? {}) : { items: prices });
  }

  function answer(request: StubRequest): StubAnswer {
    const { method, path, query } = request;
    const given = instead.get(`${method} ${path}`);
    instead.delete(`${method} ${path}`);
    if (given !== undefined) return given;
    const [, name, id, action] = path.split("/");
    if (name === "docs") return ok(JSON.parse(readFileSync(openApiFile, "utf8")));
    if (name === "tenant") return ok(TENANT);
    if (path === "/auth/logout") isSignedIn = false;
    if (path === "/auth/login") isSignedIn = true;
    if (name === "auth") return isSignedIn ? ok(person) : problem(401, "unauthenticated");
    if (name === "dashboard") return ok(DASHBOARD);
    if (name === "settings") return ok(SETTINGS);
    if (name === "branding") return ok(BRANDING);
    if (action === "thumbnail") return { status: 200, file: { type: "image/png", content: PIXEL } };
    if (action === "prices") return onPrices(request);
    if (name === "attachments") return onRemoval(attachments, request);
    if (name === "schedule" && id !== undefined) return onRemoval(bookings, request);
    if (name === "schedule") return ok({ items: listed(bookings, query), nextCursor: null });
    if (name === "inventory")
      return ok(id === undefined ? { items: [ITEM], nextCursor: null } : { ...ITEM, items: [] });
    if (name !== "contracts") return jobs.answer(request) ?? ok({ items: [], nextCursor: null });
    if (id === undefined) return ok({ items: listed(contracts, query), nextCursor: null });
    const found = contracts.find((one) => one.id === id);
    return found === undefined ? problem(404, "not-found") : onContract(found, request);
  }
  /** Ends the session of the person. */
  const signOut = () => {
    isSignedIn = false;
  };
  return { contracts, attachments, bookings, prices, person, jobs, instead, answer, signOut };
}

export type StubApi = ReturnType<typeof stubApi>;
