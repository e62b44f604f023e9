import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import type { ComposeFile } from "./compose-file.ts";
import { type Finished, run } from "./run.ts";

const BUILD_SECONDS = 1900;
const UP_SECONDS = 300;
const DOWN_SECONDS = 120;
const DOWN_ATTEMPTS = 3;
/** Not the user's: benchmarks write no file of the project but here. */
const FOLDER = ".state/bench";

/** One compose project, from a file that is made for it. */
export class ComposeProject implements AsyncDisposable {
  readonly #command: string;
  readonly #words: readonly string[];
  readonly #file: string;

  private constructor(name: string, [command = "", ...words]: readonly string[]) {
    this.#file = `${FOLDER}/${name}.yaml`;
    this.#command = command;
    this.#words = [...words, "--project-name", name, "--file", this.#file, "--progress", "quiet"];
  }

  /** Finds docker compose, or builds it, once per machine. @throws Error when neither works */
  static async open(name: string): Promise<ComposeProject> {
    const { stdout } = await run("bench/compose/install", [], { timeoutSeconds: BUILD_SECONDS });
    return new ComposeProject(name, stdout.trim().split("\n"));
  }

  /** Brings the file's services up and waits until all of them run, and are healthy where they have a check. */
  async up(file: ComposeFile): Promise<Finished> {
    mkdirSync(FOLDER, { recursive: true });
    // It holds passwords of a stack that is gone minutes later.
    writeFileSync(this.#file, stringify(file), { mode: 0o600 });
    return this.#run(UP_SECONDS, "up", "--wait", "--wait-timeout", String(UP_SECONDS - 10));
  }

  /** Takes away all that the file names, with its volumes. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!existsSync(this.#file)) return; // it was never brought up
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#run(DOWN_SECONDS, "down", "--volumes", "--timeout", "5");
        break;
      } catch (error) {
        // Under load the engine may still be taking a container off a network that compose wants to remove.
        if (attempt === DOWN_ATTEMPTS) throw error;
      }
    }
    rmSync(this.#file, { force: true });
  }

  #run(timeoutSeconds: number, ...words: string[]): Promise<Finished> {
    return run(this.#command, [...this.#words, ...words], { timeoutSeconds });
  }
}
