/** Requests to the stack's tenants while something is done to it: nobody's may fail. */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { Load, type LoadRequest, type Outcome } from "../../../bench/lib/load.ts";
import { run } from "../../../bench/lib/run.ts";

/** So few that they show failures and no more: the machine is busy with the deploy. */
const REQUESTS_PER_SECOND = 20;
const LEAST_SECONDS = 5;

const authority = () => readFileSync(".state/ca.pem", "utf8");
const logoutHeaders = { "x-requested-with": "chalan" };
const api = (slug: string, path: string) => `https://api.${slug}.localhost:20443/api${path}`;

const mix = ["alpha", "beta"].flatMap((slug): LoadRequest[] => [
  { method: "GET", url: api(slug, "/tenant"), status: 200 },
  { method: "POST", url: api(slug, "/auth/logout"), headers: logoutHeaders, body: "", status: 204 },
  { method: "GET", url: `https://${slug}.localhost:20443/`, status: 200 },
]);

/** A command that runs beside the load, in which a blocking one would be a pause. */
export const command = (name: string, ...words: string[]) => run(name, words, { timeoutSeconds: 400 });

/** Loads alpha and beta. */
export const startLoad = () => new Load({ rate: REQUESTS_PER_SECOND, ca: authority(), mix });

/** @returns what failed, in words */
export const failuresOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ host, method, reused, failure }) =>
    failure === undefined ? [] : [`${method} ${host}, ${reused ? "kept" : "new"} connection: ${failure}`],
  );

/** @returns what became of the requests that were sent while `work` went on, and for as long that there were many, however short it is */
export async function underLoad(work: () => Promise<unknown>): Promise<string[]> {
  const load = startLoad();
  try {
    await Promise.all([work(), sleep(LEAST_SECONDS * 1000)]);
  } finally {
    await load.stop();
  }
  expect(load.outcomes.length).toBeGreaterThan(50);
  return failuresOf(load.outcomes);
}

/** A POST whose body takes its time, as over a bad line. @returns the status of its answer */
export async function slowUpload(slug: string, seconds: number): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = { ...logoutHeaders, "content-type": "application/json", "content-length": seconds + 2 };
  const call = request(
    api(slug, "/auth/logout"),
    {
      ...{ method: "POST", headers, ca: authority(), agent: false },
      lookup: (_name, { all }, callback) =>
        all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4),
    },
    (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    },
  );
  call.on("error", reject).write("{");
  for (let second = 0; second < seconds; second += 1) {
    await sleep(1000);
    call.write(" ");
  }
  call.end("}");
  return promise;
}
