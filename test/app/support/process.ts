import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
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

/** Starts the app's real entry with exactly this environment. */
export function startApp(words: readonly string[], environment: Record<string, string>): RunningProcess {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: environment,
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

/** @returns a port of the loopback address that was free a moment ago */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
