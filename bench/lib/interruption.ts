import { setTimeout as wait } from "node:timers/promises";

const controller = new AbortController();

/** Aborted by Ctrl-C or SIGTERM: what runs then is ended, and each benchmark takes away what it has made. */
export const interruption = controller.signal;

/** Waits. @throws when it is interrupted */
export async function sleep(seconds: number): Promise<void> {
  await wait(seconds * 1000, undefined, { signal: interruption });
}

/** Runs a benchmark as a program: an error is one message, and the exit status tells. */
export async function main(work: () => Promise<void>): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort());
  try {
    await work();
  } catch (error) {
    console.error(interruption.aborted ? "Interrupted." : `✗ ${messageOf(error)}`);
    process.exitCode = interruption.aborted ? 130 : 1;
  }
}

/** What went wrong first, then what went wrong while it was cleared up. */
function messageOf(error: unknown): string {
  if (error instanceof SuppressedError) return `${messageOf(error.suppressed)}\n✗ ${messageOf(error.error)}`;
  return error instanceof Error ? error.message : String(error);
}
