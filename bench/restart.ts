/**
 * A restart of the engine: from the start of its containers until a request is routed again, and until every tenant's page and API
 * answer. The containers are killed and started all at once, in no order, as an engine does that comes up: this machine's may have
 * containers of others. Option: --runs.
 */
import { readFileSync } from "node:fs";
import { parseOutputs } from "../bin/lib/outputs.ts";
import { probe, type Target, targetsOf } from "../bin/lib/verify.ts";
import { docker, readStack } from "./lib/engine.ts";
import { main, sleep } from "./lib/interruption.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress } from "./lib/run.ts";
import { BenchStack } from "./lib/stack.ts";
import { BENCH_STACK } from "./lib/stack-file.ts";
import { median, summarise } from "./lib/statistics.ts";

const LIMIT_SECONDS = 10;
const PATIENCE_SECONDS = 180;
/** Seldom enough for a tenant's limits: a stranger may ask the API 120 times a minute. */
const PAUSE_SECONDS = 0.5;
const SETTLE_SECONDS = 10;

/** @returns seconds from `started` until the address answered with 200 @throws Error with what it said instead when it never did */
async function servedAfter({ url }: Target, started: number): Promise<number> {
  const trust = { signedBy: "bundle", bundle: readFileSync(".state/ca.pem", "utf8") } as const;
  const seconds = () => (performance.now() - started) / 1000;
  for (;;) {
    const problem = await probe(url, trust);
    if (problem === "") return seconds();
    if (seconds() > PATIENCE_SECONDS) throw new Error(`${url}: ${problem} after ${PATIENCE_SECONDS} s`);
    await sleep(PAUSE_SECONDS);
  }
}

await main(async () => {
  const { runs } = readNumbers({ runs: 5 });
  await using _stack = await BenchStack.open();
  const outputs = parseOutputs(readFileSync(`.state/${BENCH_STACK}/outputs.json`, "utf8"));
  const targets = targetsOf(outputs.tenants);
  const ids = (await readStack(BENCH_STACK)).containers.map(({ Id }) => Id);
  const remarks = await waitUntilQuiet();

  const first: number[] = [];
  const all: number[] = [];
  for (let round = 1; round <= runs; round += 1) {
    await docker("kill", ...ids);
    const started = performance.now();
    const starts = Promise.all(ids.map((id) => docker("start", id)));
    const [, ...times] = await Promise.all([starts, ...targets.map((one) => servedAfter(one, started))]);
    first.push(Math.min(...times));
    all.push(Math.max(...times));
    progress(`restart ${round} of ${runs}: ${first.at(-1)?.toFixed(1)} s, ${all.at(-1)?.toFixed(1)} s`);
    await sleep(SETTLE_SECONDS);
  }

  const table = measurementTable("seconds", [
    { what: "first routed request", runs: first },
    { what: "every tenant's page and API", runs: all },
  ]);
  const notes = [`${ids.length} containers; each address is asked ${1 / PAUSE_SECONDS} times a second.`];
  printResult(table, [...notes, ...remarks], {
    bench: "restart",
    figures: { firstSeconds: summarise(first), allSeconds: summarise(all), limitSeconds: LIMIT_SECONDS },
    ratio: median(first) / LIMIT_SECONDS,
    bar: 1,
  });
});
