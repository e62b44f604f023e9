import { z } from "zod";
import { run } from "./run.ts";

const CONNECTIONS = 16;
const MOST_HEADER_BYTES = 1000;
const Report = z.object({
  requests: z.number(),
  microseconds: z.number(),
  bytes: z.number(),
  failed: z.number(),
});

/** A request that is made again and again. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the host of `url` is, if its name does not tell. */
  readonly address?: string;
}

/**
 * As many requests as a server answers, by wrk: of the load tools in Debian the one that takes least of the processor that it shares with
 * the server. 16 connections, each of which asks again as soon as it has its answer.
 *
 * @returns requests per second
 * @param bodyBytes of every answer
 * @throws Error when one answer is an error, or the mean answer is not as long as it must be
 */
export async function saturate(
  { url, headers, address }: Target,
  seconds: number,
  bodyBytes: number,
): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const load = ["--threads", "1", "--connections", String(CONNECTIONS), "--duration", `${seconds}s`];
  const words = [...load, "--timeout", "5s", "--script", "bench/api/report.lua", ...given, url];
  const environment: Record<string, string> = address === undefined ? {} : { WRK_ADDRESS: address };
  const { stdout } = await run("wrk", words, { timeoutSeconds: seconds + 30, environment });
  const report = Report.parse(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? ""));
  const { requests, failed } = report;
  if (failed > 0) throw new Error(`${url}: ${failed} of ${requests} requests failed`);
  const mean = report.bytes / requests;
  if (mean < bodyBytes || mean > bodyBytes + MOST_HEADER_BYTES)
    throw new Error(`${url}: answers have ${mean.toFixed(0)} bytes with a body of ${bodyBytes}`);
  return requests / (report.microseconds / 1e6);
}
