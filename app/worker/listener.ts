import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { OUTBOX_CHANNEL } from "../shared/jobs.ts";
import type { Logger } from "../shared/log.ts";
import { codeOf } from "./runner.ts";

/** Milliseconds between tries to connect: doubled up to the longest. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

export interface ListenerEvents {
  /** Rows have been committed to the outbox of a schema. Anybody who may log in can say so: it is a hint, to be looked after. */
  readonly onMessage: (schema: string) => void;
  /** Listening has begun, again perhaps: what was committed before has to be looked for. */
  readonly onListening: () => void;
}

/**
 * Listens for committed outbox rows on one connection of its own, and connects again whenever it breaks.
 *
 * @param url connection string of chalan_worker
 */
export function createListener(url: string, { onMessage, onListening }: ListenerEvents, log: Logger) {
  const stopped = new AbortController();

  /** Until the connection breaks, or `stop`. */
  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: "worker-listener",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    // Errors before `ended` is awaited must not be unhandled.
    ended.catch(() => {});
    client.on("error", reject);
    client.on("end", resolve);
    client.on("notification", ({ payload }) => onMessage(payload ?? ""));
    const stop = () => void client.end();
    try {
      await client.connect();
      stopped.signal.addEventListener("abort", stop, { once: true });
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      onListening();
      await ended;
    } finally {
      stopped.signal.removeEventListener("abort", stop);
      await client.end().catch(() => {});
    }
  }

  return {
    /** Listens until `stop`. */
    async run(): Promise<void> {
      let pause = FIRST_PAUSE;
      while (!stopped.signal.aborted) {
        const began = Date.now();
        try {
          await listen();
        } catch (error) {
          log.warn({ reason: codeOf(error) }, "listening for jobs broke off");
        }
        pause = Date.now() - began > LONGEST_PAUSE ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
        await sleep(pause, undefined, { signal: stopped.signal }).catch(() => {});
      }
    },
    stop: () => stopped.abort(),
  };
}
