import { expectPage, expectRow } from "./answers.ts";
import { type Answer, ask, atConstantRate } from "./constant-rate.ts";
import { percentile } from "./statistics.ts";
import type { Target } from "./wrk.ts";

/** Rows of a page of the list. */
export const PAGE = 50;
const SORTS = ["number", "clientName", "amountCents", "startsOn", "updatedAt"];
/** Long enough for a 99th percentile. */
const STEADY = { seconds: 10, connections: 64 };
/** Not counted: our own client takes a second to get fast, which would be charged to the server. */
const WARM_UP_SECONDS = 3;
/** So few that each is alone, most of the time. */
const LISTS = { perSecond: 40, seconds: 10, connections: 4 };

/** The first page of the list in every order, and the one behind it. */
async function listTargets({ url, headers }: Target): Promise<[Target, ...Target[]]> {
  const first = SORTS.map((sort) => ({ url: `${url}/api/contracts?limit=${PAGE}&sort=${sort}`, headers }));
  const next = first.map(async (target) => {
    const cursor = expectPage(PAGE, await ask(target), target);
    return { url: `${target.url}&cursor=${encodeURIComponent(cursor)}`, headers };
  });
  const [one, ...others] = [...first, ...(await Promise.all(next))];
  if (one === undefined) throw new Error("no list to ask for");
  return [one, ...others];
}

/** Milliseconds of each round. */
export interface Waits {
  readonly rowP99: readonly number[];
  readonly listP95: readonly number[];
}

/**
 * How long our web makes people wait, at fixed moments.
 *
 * @param row the request for one row, and what it must answer
 * @param web our web's address, with what it asks for
 * @param perSecond requests for the row
 */
export async function measureWaits(
  row: { readonly target: Target; readonly answer: Answer },
  web: Target,
  perSecond: number,
  rounds: number,
): Promise<Waits> {
  const pages = await listTargets(web);
  const waits = { rowP99: [] as number[], listP95: [] as number[] };
  const checkRow = (answer: Answer, target: Target) => expectRow(row.answer, answer, target);
  await atConstantRate([row.target], { ...STEADY, perSecond, seconds: WARM_UP_SECONDS }, checkRow);
  for (let round = 1; round <= rounds; round += 1) {
    const steady = await atConstantRate([row.target], { perSecond, ...STEADY }, checkRow);
    waits.rowP99.push(percentile(steady, 0.99));
    const lists = await atConstantRate(pages, LISTS, (answer, target) => {
      expectPage(PAGE, answer, target);
    });
    waits.listP95.push(percentile(lists, 0.95));
  }
  return waits;
}
