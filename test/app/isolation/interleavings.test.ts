/**
 * The property test of knowledge/tenancy.md section 9: two tenants' applications in one process, on one database and one
 * Redis, asked for everything in any order at once; whatever is answered is the asking tenant's own.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPair, type Pair, type Side } from "../support/pair.ts";

const REQUESTS = 10_000;
const AT_ONCE = 24;

let pair: Pair;
/** Contracts by tenant, both sides' ids known to everybody. */
const contracts: string[] = [];
beforeAll(async () => {
  pair = await openPair(10_000_000);
  for (const side of [pair.one, pair.two]) {
    for (let count = 0; count < 5; count += 1) contracts.push(await create(side));
  }
});
afterAll(() => pair.close());

async function create({ owner, canary }: Side): Promise<string> {
  const payload = { title: canary, clientName: canary, notes: canary };
  return (await owner.inject({ method: "POST", url: "/api/contracts", payload })).json<{ id: string }>().id;
}

type Act = (side: Side, other: Side, id: string) => Promise<{ statusCode: number; body: string }>;
const get =
  (url: (side: Side, other: Side, id: string) => string): Act =>
  (side, other, id) =>
    side.owner.inject(url(side, other, id));

/** What is asked, and how often among the rest. */
const ACTS: readonly { readonly weight: number; readonly act: Act }[] = [
  { weight: 20, act: get(() => "/api/contracts?limit=5") },
  { weight: 20, act: get((_side, _other, id) => `/api/contracts/${id}`) },
  { weight: 10, act: get((side) => `/api/contracts?limit=5&search=${side.canary}`) },
  { weight: 10, act: get((_side, other) => `/api/contracts?limit=5&search=${other.canary}`) },
  { weight: 10, act: get(() => "/api/dashboard") },
  { weight: 10, act: get(() => "/api/tenant") },
  { weight: 10, act: get(() => "/api/auth/me") },
  { weight: 5, act: get(() => "/api/audit?limit=5") },
  {
    weight: 3,
    act: (side, _other, id) =>
      side.owner.inject({
        method: "PUT",
        url: `/api/contracts/${id}`,
        payload: { title: side.canary, clientName: side.canary, version: 1 },
      }),
  },
  {
    weight: 2,
    act: (side) =>
      side.owner.inject({
        method: "POST",
        url: "/api/contracts",
        payload: { title: side.canary, clientName: "C" },
      }),
  },
];

it(`${REQUESTS} requests in any order, ${AT_ONCE} at once, never answer what is the other's`, async () => {
  const one = fc.record({
    turn: fc.boolean(),
    act: fc.oneof(...ACTS.map(({ weight, act }) => ({ weight, arbitrary: fc.constant(act) }))),
    id: fc.nat(9),
  });
  const requests = fc.sample(one, { numRuns: REQUESTS });
  const statuses = new Map<number, number>();
  let next = 0;
  const worker = async () => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { turn, act, id } = request;
      const [side, other] = turn ? [pair.one, pair.two] : [pair.two, pair.one];
      const { statusCode, body } = await act(side, other, contracts[id] ?? "");
      if (body.includes(other.canary) || body.includes(other.owner.userId) || body.includes(other.slug)) {
        throw new Error(`${side.slug} was answered what is ${other.slug}'s: ${body.slice(0, 500)}`);
      }
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // Own rows, the other's ids, and versions that somebody was faster with; nothing that went wrong.
  expect([...statuses.keys()].filter((status) => ![200, 201, 404, 409].includes(status))).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 2);
  expect(statuses.get(404)).toBeGreaterThan(REQUESTS / 50);
});
