import { Agent, get } from "node:http";
import { sleep } from "./interruption.ts";
import type { Target } from "./wrk.ts";

/** What a client of the benchmark got. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request, on a connection of `agent` if there is one. @throws Error when there is no whole answer within 10 s */
export function ask({ url, headers }: Target, agent?: Agent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = get(url, { agent, headers, timeout: 10_000 }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("error", reject);
    response.on("end", () =>
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
    );
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`${url}: no answer within 10 s`)));
  outgoing.on("error", reject);
  return promise;
}

/** How requests are made. */
export interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

/**
 * Requests at fixed moments, whatever the answers do, and the time from the moment at which each was due until its answer was complete: a
 * server that stalls is charged with every request that waited for it, also with those that a closed loop would not have made
 * (coordinated omission). Our own lateness counts against the server, too.
 *
 * @param targets taken in turn
 * @param check throws when an answer is not right
 * @returns milliseconds, in the order of the requests
 */
export async function atConstantRate(
  targets: readonly [Target, ...Target[]],
  { perSecond, seconds, connections }: Rate,
  check: (answer: Answer, target: Target) => void,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const started = performance.now();
  const one = async (number: number): Promise<number> => {
    const due = started + (number * 1000) / perSecond;
    const target = targets[number % targets.length] ?? targets[0];
    const answer = await ask(target, agent);
    const milliseconds = performance.now() - due;
    check(answer, target);
    return milliseconds;
  };
  const total = Math.round(perSecond * seconds);
  const all: Promise<number>[] = [];
  try {
    while (all.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
      while (all.length < due) {
        const request = one(all.length);
        request.catch(() => {}); // told below
        all.push(request);
      }
      await sleep(0.001);
    }
    return await Promise.all(all);
  } finally {
    await Promise.allSettled(all);
    agent.destroy();
  }
}
