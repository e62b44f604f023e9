import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { interruption } from "./interruption.ts";
import type { LoadOptions, Outcome } from "./load.ts";

const PROGRAM = fileURLToPath(new URL("./load-process.ts", import.meta.url));

/** What load-process.ts sends. */
interface Report {
  /** Of its clock. */
  readonly origin: number;
  readonly processor: NodeJS.CpuUsage;
  readonly outcomes: readonly Outcome[];
}

/**
 * A load from a process of its own that comes before all others: clients have machines of their own, and do not wait for the processor of
 * the one that they ask.
 */
export class RemoteLoad implements AsyncDisposable {
  /** Whether it comes before others, for which one has to be root. */
  readonly isFirst: boolean;
  readonly #child: ChildProcess;

  constructor(options: LoadOptions) {
    this.#child = fork(PROGRAM, { serialization: "advanced" });
    this.isFirst = comesFirst(this.#child);
    this.#child.send(options);
  }

  /** Sends no more. @returns what became of all of them, by this process's clock, and the seconds of processor time that it took */
  async stop(): Promise<{ readonly outcomes: readonly Outcome[]; readonly processorSeconds: number }> {
    this.#child.send("stop");
    const [report] = (await Promise.race([
      once(this.#child, "message", { signal: interruption }),
      once(this.#child, "exit").then(() => Promise.reject(new Error("the load ended without a report"))),
    ])) as [Report];
    const shift = report.origin - performance.timeOrigin;
    const { user, system } = report.processor;
    return {
      outcomes: report.outcomes.map((outcome) => ({ ...outcome, due: outcome.due + shift })),
      processorSeconds: (user + system) / 1e6,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
  }
}

function comesFirst({ pid }: ChildProcess): boolean {
  try {
    setPriority(pid ?? 0, constants.priority.PRIORITY_HIGH);
    return true;
  } catch {
    return false;
  }
}
