/** What `bin/bench api` makes of its measurements, and how it knows a wrong answer. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { expectPage, expectRow } from "../../bench/lib/answers.ts";
import { type ApiFigures, apiReport } from "../../bench/lib/api-report.ts";
import { barTable, isMet, strain } from "../../bench/lib/bars.ts";
import { contractId } from "../../bench/lib/bench-tenant.ts";
import { atConstantRate } from "../../bench/lib/constant-rate.ts";
import { resultLine } from "../../bench/lib/report.ts";
import { percentile } from "../../bench/lib/statistics.ts";

const target = { url: "http://127.0.0.1:1/row", headers: {} };
const answer = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  test.each([
    { values: hundred, share: 0.99, expected: 99 },
    { values: hundred, share: 0.95, expected: 95 },
    { values: hundred, share: 1, expected: 100 },
    { values: [1, 1, 1, 50], share: 0.99, expected: 50 },
    { values: [7], share: 0.5, expected: 7 },
  ])("$share of $values.length values is $expected", ({ values, share, expected }) => {
    expect(percentile(values, share)).toBe(expected);
  });
  test("of nothing is refused", () => expect(() => percentile([], 0.99)).toThrow(RangeError));
});

describe("a bar", () => {
  const bar = (value: number, limit: number, side: "at least" | "at most") => ({
    ...{ name: "x", what: "x", value, bar: limit },
    side,
  });
  test.each([
    [bar(0.5, 0.5, "at least"), true, 1],
    [bar(0.49, 0.5, "at least"), false, 0.5 / 0.49],
    [bar(25, 25, "at most"), true, 1],
    [bar(26, 25, "at most"), false, 26 / 25],
    [bar(Number.NaN, 25, "at most"), false, Number.NaN],
  ])("%j", (one, met, used) => {
    expect(isMet(one)).toBe(met);
    expect(strain(one)).toBe(used);
    expect(barTable([one])).toContain(met ? "yes" : "NO");
  });
});

describe("the report", () => {
  const figures: ApiFigures = {
    perSecond: {
      bare: [8000, 4000],
      ours: [4000, 2000],
      withoutAccess: [6000, 3000],
      django: [500, 250],
      djangoWithoutAccess: [1000, 500],
    },
    steadyPerSecond: 1500,
    waits: { rowP99: [10, 20], listP95: [12] },
    contracts: 100_000,
    idleMB: 50,
  };
  test("compares within a round, so that a slow round moves no ratio, and names the hardest bar", () => {
    const { result } = apiReport(figures);
    expect(JSON.parse(resultLine(result))).toMatchObject({
      bench: "api",
      figures: {
        oursPerSecond: { min: 2000, median: 3000, max: 4000 },
        oursToBareRatio: { value: 0.5, bar: 0.5, met: true },
        withoutAccessToBareRatio: { value: 0.75, bar: 0.7, met: true },
        oursToDjangoRatio: { value: 8, bar: 8, met: true },
        withoutAccessToDjangoRatio: { value: 6, bar: 8, met: false },
        rowP99Milliseconds: { value: 15, bar: 25, met: true },
        listP95Milliseconds: { value: 12, bar: 30, met: true },
        idleMB: { value: 50, bar: 80, met: true },
      },
      ratio: 1.33,
      bar: 1,
      met: false,
    });
  });
  test("is met when every bar is", () => {
    const djangoWithoutAccess = [750, 375];
    const { result } = apiReport({ ...figures, perSecond: { ...figures.perSecond, djangoWithoutAccess } });
    expect(JSON.parse(resultLine(result))).toMatchObject({ ratio: 1, met: true });
  });
});

describe("a row", () => {
  const ours = answer({ id: "1", at: "2025-01-17T16:35:00.000Z", day: "2025-01-17", items: [] });
  test.each([
    ["the very same", ours],
    [
      "in another order, with its moment in another way",
      answer({ items: [], day: "2025-01-17", at: "2025-01-17T16:35:00Z", id: "1" }),
    ],
  ])("that is %s is right", (_what, given) => {
    expect(() => expectRow(ours, given, target)).not.toThrow();
  });
  test.each([
    ["another one", answer({ id: "2", at: "2025-01-17T16:35:00.000Z", day: "2025-01-17", items: [] })],
    ["without its items", answer({ id: "1", at: "2025-01-17T16:35:00.000Z", day: "2025-01-17" })],
    ["at another moment", answer({ id: "1", at: "2025-01-17T16:35:00.001Z", day: "2025-01-17", items: [] })],
    ["an error", answer({ title: "Too many requests" }, 429)],
  ])("that is %s is refused, with its address", (_what, given) => {
    expect(() => expectRow(ours, given, target)).toThrow(target.url);
  });
});

describe("a page", () => {
  const page = (count: number, nextCursor: string | null) =>
    answer({ items: Array.from({ length: count }, () => ({})), nextCursor });
  test("gives the next one's cursor", () => expect(expectPage(3, page(3, "next"), target)).toBe("next"));
  test.each([page(2, "next"), page(3, null), answer({}, 500)])("%j is refused", (given) => {
    expect(() => expectPage(3, given, target)).toThrow(target.url);
  });
});

test("a contract's id is the one that PostgreSQL makes of its number", () => {
  expect(contractId(4711)).toBe("8fcda3e6-1c4d-e44a-35c2-b54d4d1af4ae");
});

describe("requests at fixed moments", () => {
  async function served(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    try {
      await work(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  test("are all made, in turn, and all checked", () =>
    served(
      (request, response) => response.end(request.url),
      async (url) => {
        const seen: string[] = [];
        const targets = [
          { url: `${url}a`, headers: {} },
          { url: `${url}b`, headers: {} },
        ] as const;
        const rate = { perSecond: 100, seconds: 0.1, connections: 2 };
        const waits = await atConstantRate([...targets], rate, ({ body }) => seen.push(body));
        expect(waits).toHaveLength(10);
        expect(seen.sort()).toEqual([..."aaaaabbbbb"].map((name) => `/${name}`));
      },
    ));

  test("charge a stall to every request that was due in it", () => {
    let first = true;
    return served(
      (_request, response) => {
        setTimeout(() => response.end("x"), first ? 200 : 0);
        first = false;
      },
      async (url) => {
        const rate = { perSecond: 100, seconds: 0.2, connections: 1 };
        const waits = await atConstantRate([{ url, headers: {} }], rate, () => {});
        // The tenth was due 90 ms after the first, which kept the only connection for 200.
        expect(waits[9]).toBeGreaterThan(100);
      },
    );
  });

  test("end with the error of a wrong answer", () =>
    served(
      (_request, response) => response.end("wrong"),
      async (url) => {
        const rate = { perSecond: 50, seconds: 0.1, connections: 2 };
        const refuse = () => {
          throw new Error("not the answer");
        };
        await expect(atConstantRate([{ url, headers: {} }], rate, refuse)).rejects.toThrow("not the answer");
      },
    ));
});
