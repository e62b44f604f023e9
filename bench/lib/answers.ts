import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Answer } from "./constant-rate.ts";
import type { Target } from "./wrk.ts";

const Row = z.record(z.string(), z.unknown());
const Page = z.object({ items: z.array(Row), nextCursor: z.string().nullable() });
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A row with its moments written in one way. */
function comparable(body: string): Record<string, unknown> {
  const entries = Object.entries(Row.parse(JSON.parse(body))).map(([name, value]) => {
    const moment = typeof value === "string" && INSTANT.test(value);
    return [name, moment ? new Date(value).toISOString() : value];
  });
  return Object.fromEntries(entries);
}

function refuse({ url }: Target, { status, body }: Answer, why: string): never {
  throw new Error(`${url}: ${why}: ${status} ${body.slice(0, 300)}`);
}

/** @throws Error when the answer is not the row that everybody has to read */
export function expectRow(expected: Answer, answer: Answer, target: Target): void {
  if (answer.status !== 200) refuse(target, answer, "not the row");
  // Nearly always the very same text: the benchmark's own time is better not spent on parsing.
  if (answer.body === expected.body) return;
  if (!isDeepStrictEqual(comparable(answer.body), comparable(expected.body)))
    refuse(target, answer, "another row than ours");
}

/** @returns the cursor of the next page @throws Error when it is not a full page */
export function expectPage(rows: number, answer: Answer, target: Target): string {
  if (answer.status !== 200) refuse(target, answer, "not a page");
  const { items, nextCursor } = Page.parse(JSON.parse(answer.body));
  if (items.length !== rows || nextCursor === null) refuse(target, answer, `not a page of ${rows}`);
  return nextCursor;
}
