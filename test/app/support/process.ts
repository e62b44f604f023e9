import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../app/main.ts", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly finished: Promise<Outcome>;
}

/** What Node has compiled before, for a process's start is mostly that. */
const { NODE_COMPILE_CACHE } = process.env;
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** Starts the app's real entry with exactly this environment. */
export function startApp(words: readonly string[], environment: Record<string, string>): RunningProcess {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...COMPILED, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const finished = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, finished };
}

/** Runs the app's real entry to its end. */
export const runApp = (words: readonly string[], environment: Record<string, string>): Promise<Outcome> =>
  startApp(words, environment).finished;
