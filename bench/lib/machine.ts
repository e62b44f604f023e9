import { readFileSync } from "node:fs";
import { sleep } from "./interruption.ts";
import { progress } from "./run.ts";

/** Seconds of processor time since the machine started, all cores together. */
export interface ProcessorTime {
  readonly busy: number;
  readonly total: number;
}

/** USER_HZ: the unit of /proc/stat, 1/100 s on every architecture that Node runs on (proc(5)). */
const TICKS_PER_SECOND = 100;

/**
 * The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal (guest time is in user already). Waiting for a
 * disk and what the hypervisor took are not our work.
 *
 * @throws Error when the text is of no kernel that we know
 */
export function parseProcessorTime(stat: string): ProcessorTime {
  const line = /^cpu +(\d.*)$/m.exec(stat)?.[1];
  const [user, nice, system, idle, iowait, irq, softirq] = line?.split(" ").map(Number) ?? [];
  const parts = [user, nice, system, idle, iowait, irq, softirq];
  if (!parts.every((part) => part !== undefined && Number.isFinite(part)))
    throw new Error("/proc/stat: the line of all processors is missing");
  const sum = (...ticks: (number | undefined)[]) => ticks.reduce<number>((all, each) => all + (each ?? 0), 0);
  const busy = sum(user, nice, system, irq, softirq) / TICKS_PER_SECOND;
  return { busy, total: busy + sum(idle, iowait) / TICKS_PER_SECOND };
}

const processorTime = () => parseProcessorTime(readFileSync("/proc/stat", "utf8"));

/** How busy the whole machine is while `seconds` pass, in cores. */
export async function busyCores(seconds: number): Promise<number> {
  const before = processorTime();
  const started = performance.now();
  await sleep(seconds);
  return (processorTime().busy - before.busy) / ((performance.now() - started) / 1000);
}

const QUIET_CORES = 0.3;
const QUIET_WAIT_SECONDS = 180;

/**
 * Waits until nobody else uses the machine, for three minutes at most.
 *
 * @returns nothing, or a remark for the table when the machine stayed busy
 */
export async function waitUntilQuiet(): Promise<string[]> {
  const deadline = Date.now() + QUIET_WAIT_SECONDS * 1000;
  for (let told = false; ; told = true) {
    const cores = await busyCores(3);
    if (cores < QUIET_CORES) return [];
    if (Date.now() > deadline)
      return [`The machine was busy (${cores.toFixed(1)} cores) when this began: do not trust the figures.`];
    if (!told) progress(`waiting for the machine to get quiet (${cores.toFixed(1)} cores are busy)`);
  }
}
