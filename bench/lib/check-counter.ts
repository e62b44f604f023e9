import { type ChildProcess, spawn } from "node:child_process";

/** Counts the commands that the engine ran inside a compose project's containers: nobody but the checks runs any. */
export class CheckCounter implements Disposable {
  readonly #events: ChildProcess;
  #count = 0;
  #failed = 0;

  constructor(project: string) {
    const filters = [
      "type=container",
      "event=exec_die",
      `label=com.docker.compose.project=${project}`,
    ].flatMap((filter) => ["--filter", filter]);
    this.#events = spawn("docker", ["events", ...filters, "--format", "{{.Actor.Attributes.exitCode}}"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#events.stdout?.setEncoding("utf8").on("data", (text: string) => {
      for (const code of text.split("\n").filter(Boolean)) {
        this.#count += 1;
        if (code !== "0") this.#failed += 1;
      }
    });
  }

  /** Starts over: what failed while its container was starting says nothing. */
  reset(): void {
    this.#count = 0;
    this.#failed = 0;
  }

  /** How many have ended since the reset. @throws Error when there was none, or one failed: it would not be the cost of a good one */
  read(): number {
    if (this.#count === 0) throw new Error("no check ran: does the engine tell of the commands it runs?");
    if (this.#failed > 0) throw new Error(`${this.#failed} of ${this.#count} checks failed`);
    return this.#count;
  }

  [Symbol.dispose](): void {
    this.#events.kill();
  }
}
