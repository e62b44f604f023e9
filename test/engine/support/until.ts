import { setTimeout as sleep } from "node:timers/promises";

/** @throws when it is not so within a number of seconds, which is a limit against hanging and no expectation */
export async function until(what: string, seconds: number, holds: () => boolean): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not come about within ${seconds} s that ${what}.`);
    await sleep(200);
  }
}
