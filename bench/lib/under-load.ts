import { readFileSync } from "node:fs";
import { sleep } from "./interruption.ts";
import type { LoadRequest, Outcome } from "./load.ts";
import { type Window, within } from "./outcomes.ts";
import { RemoteLoad } from "./remote-load.ts";
import { progress } from "./run.ts";

const MOST_DEPLOYS = 8;
/** What a deploy leaves behind (a connection to where nobody is) shows a little later. */
const SETTLE_SECONDS = 5;

/** How deploys are measured. */
export interface Trial {
  /** Requests per second. */
  readonly rate: number;
  /** How many have to be due while deploys go on. */
  readonly requests: number;
  /** Seconds of load before the first deploy. */
  readonly before: number;
  readonly mix: readonly LoadRequest[];
  /** Of the edge: clients from elsewhere do not come through the loopback address, which is a process of the engine's. */
  readonly address: string;
}

export interface Measured {
  readonly before: readonly Outcome[];
  readonly during: readonly Outcome[];
  /** Of each deploy. */
  readonly seconds: readonly number[];
  /** Cores that the load itself has taken on the way. */
  readonly loadCores: number;
  readonly remarks: readonly string[];
}

/** Deploys again and again under load, until enough requests were due while it went on. */
export async function underLoad(
  { rate, requests, before: beforeSeconds, mix, address }: Trial,
  deploy: (round: number) => Promise<{ readonly seconds: number }>,
): Promise<Measured> {
  await using load = new RemoteLoad({ rate, ca: readFileSync(".state/ca.pem", "utf8"), mix, address });
  const windows: Window[] = [];
  const seconds: number[] = [];
  const started = performance.now();
  await sleep(beforeSeconds);
  const before = { from: started, to: performance.now() };
  for (let round = 1; round <= MOST_DEPLOYS; round += 1) {
    const from = performance.now();
    seconds.push((await deploy(round)).seconds);
    await sleep(SETTLE_SECONDS);
    windows.push({ from, to: performance.now() });
    const spent = windows.reduce((sum, window) => sum + window.to - window.from, 0);
    progress(`deploy ${round}: ${seconds.at(-1)?.toFixed(1)} s`);
    if ((spent * rate) / 1000 >= requests) break;
  }
  const { outcomes, processorSeconds } = await load.stop();
  return {
    before: within(outcomes, [before]),
    during: within(outcomes, windows),
    seconds,
    loadCores: (processorSeconds * 1000) / (performance.now() - started),
    remarks: load.isFirst ? [] : ["Not run as root: the load had to wait for the processor, too."],
  };
}
