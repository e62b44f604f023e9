import { spawn } from "node:child_process";
import { interruption } from "./interruption.ts";

/** How a command is run. */
export interface Call {
  readonly timeoutSeconds: number;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly input?: string;
}

export interface Finished {
  readonly stdout: string;
  /** Wall time. */
  readonly seconds: number;
}

const TAIL_LINES = 20;
/** How long a command may take to end after it was asked to. */
const GRACE_MILLISECONDS = 20_000;

/** The last lines of a command's output, for an error. */
function tail(text: string): string {
  const lines = text.trimEnd().split("\n").slice(-TAIL_LINES);
  return lines.map((line) => `  │ ${line}`).join("\n");
}

/**
 * Runs a command to its end and takes the time. An interruption ends it; what is run after that (to clear up) is left to finish.
 *
 * @throws Error with its last lines when it fails or lasts longer than it may
 */
export async function run(command: string, words: readonly string[], call: Call): Promise<Finished> {
  const started = performance.now();
  const child = spawn(command, words, { cwd: call.folder, env: { ...process.env, ...call.environment } });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let stdout = "";
  let all = "";
  child.stdout.on("data", (data) => {
    stdout += data;
    all += data;
  });
  child.stderr.on("data", (data) => {
    all += data;
  });
  child.on("error", ({ message }) => reject(new Error(`${command} could not be started: ${message}`)));
  child.on("close", (status, signal) => resolve(status === 0 ? "" : `ended with ${status ?? signal}`));
  child.stdin.on("error", () => {}); // it may end before it has read everything
  child.stdin.end(call.input ?? "");

  const end = () => {
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), GRACE_MILLISECONDS).unref();
  };
  const timer = setTimeout(end, call.timeoutSeconds * 1000);
  interruption.addEventListener("abort", end);
  try {
    const failure = await promise;
    const seconds = (performance.now() - started) / 1000;
    if (failure === "") return { stdout, seconds };
    const what = [command, ...words.slice(0, 3)].join(" ");
    throw new Error(`${what} ${failure} after ${seconds.toFixed(0)} s:\n${tail(all)}`);
  } finally {
    clearTimeout(timer);
    interruption.removeEventListener("abort", end);
  }
}

/** Says on the screen what goes on; standard output is for the result. */
export function progress(text: string): void {
  console.error(`  · ${text}`);
}
