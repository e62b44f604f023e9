import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Limits of a graceful stop, in milliseconds. */
export interface DrainLimits {
  /** How long a kept-alive connection may still bring one more request. */
  readonly idle: number;
  /** How long requests in flight may still take, in all. */
  readonly total: number;
}

/** Within web's grace of 30 s; a request's own limit is 20 s (query_timeout of the database), its usual time is < 1 s. */
export const DRAIN_LIMITS: DrainLimits = { idle: 2_000, total: 25_000 };

/**
 * Ends a server without failing a request: accepts no more connections, lets the open ones finish, then closes what
 * is left. `http.Server.close` would cut idle kept-alive connections at once, under a request that is on its way.
 *
 * @returns when no connection is left
 */
export async function drain(server: Server, limits: DrainLimits = DRAIN_LIMITS): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  const after = async (milliseconds: number, act: () => void, signal: AbortSignal) => {
    await sleep(milliseconds, undefined, { signal }).then(act, () => {});
  };
  const finished = new AbortController();
  void after(limits.idle, () => closeIdleFromNowOn(server, finished.signal), finished.signal);
  void after(limits.total, () => server.closeAllConnections(), finished.signal);
  await closed;
  finished.abort();
}

/** Connections also fall idle after the first look, when their request was in flight at that time. */
function closeIdleFromNowOn(server: Server, signal: AbortSignal): void {
  server.closeIdleConnections();
  const timer = setInterval(() => server.closeIdleConnections(), 100);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/**
 * Calls `stop` on the first SIGTERM or SIGINT and ends the process with its outcome; a second signal ends it at once.
 *
 * @param stop closes everything
 * @param onError told why stopping failed
 */
export function stopOnSignal(stop: () => Promise<void>, onError: (error: unknown) => void): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        onError(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
}
