import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { docker } from "./engine.ts";
import { type Finished, progress, run } from "./run.ts";
import { BENCH_STACK, benchStackFile } from "./stack-file.ts";

const Changes = z.record(z.string(), z.number());
const UP_SECONDS = 600;
const CALL_SECONDS = 120;
const STACK_FILE = `Pulumi.${BENCH_STACK}.yaml`;
const stackOptions = ["--stack", BENCH_STACK, "--non-interactive"];

/** The options with which bin/up calls `pulumi up`. */
export const UP_OPTIONS = [
  ...["up", "--yes", "--skip-preview", "--suppress-outputs", "--suppress-progress"],
  ...["--non-interactive", "--color", "never"],
];

/** A stack with the three local tenants, on this machine's engine, for one run of a benchmark. */
export class BenchStack implements AsyncDisposable {
  /**
   * Brings the stack up as a person would, and clears away what an interrupted run has left.
   *
   * @param writeTenants writes the tenant file, where it is the benchmark's own
   */
  static async open(
    tenantsFile = "tenants/local.yaml",
    writeTenants: () => void = () => {},
  ): Promise<BenchStack> {
    const stack = new BenchStack();
    await stack[Symbol.asyncDispose]();
    writeFileSync(STACK_FILE, benchStackFile(readFileSync("Pulumi.local.yaml", "utf8"), tenantsFile));
    mkdirSync(`.state/${BENCH_STACK}`, { recursive: true });
    writeTenants();
    progress(`bringing the stack ${BENCH_STACK} up for the first time`);
    try {
      await stack.binUp();
    } catch (error) {
      await stack[Symbol.asyncDispose]();
      throw error;
    }
    return stack;
  }

  /** `bin/up`: everything from looking for Node to asking every tenant over HTTPS. */
  binUp(): Promise<Finished> {
    return run("bin/up", [BENCH_STACK], { timeoutSeconds: UP_SECONDS });
  }

  /** `pulumi up` alone, of a stack that Pulumi knows nothing of: all is created. */
  async pulumiUp(): Promise<Finished> {
    await run("pulumi", ["stack", "init", BENCH_STACK, "--non-interactive", "--no-select"], {
      timeoutSeconds: CALL_SECONDS,
    });
    return this.update();
  }

  /** `pulumi up` alone, as bin/up calls it. */
  update(): Promise<Finished> {
    return run("pulumi", [...UP_OPTIONS, "--stack", BENCH_STACK], { timeoutSeconds: UP_SECONDS });
  }

  /** @throws Error when `bin/up` of a stack that is up changes anything */
  async expectUnchanged(): Promise<void> {
    const { stdout } = await run("bin/up", [BENCH_STACK, "--json"], { timeoutSeconds: UP_SECONDS });
    const { same: _same, seconds: _seconds, ...changes } = Changes.parse(JSON.parse(stdout));
    if (Object.values(changes).some((count) => count > 0))
      throw new Error(`bin/up changed a stack that was up: ${JSON.stringify(changes)}`);
  }

  /** The stack's state with its secrets in plain. */
  async export(): Promise<string> {
    const words = ["stack", "export", "--show-secrets", ...stackOptions];
    return (await run("pulumi", words, { timeoutSeconds: CALL_SECONDS })).stdout;
  }

  /** Takes everything off the engine and out of Pulumi's state; what bin/up has found out about the images stays. */
  async clear(): Promise<void> {
    await clearEngine();
    const words = ["stack", "rm", "--yes", "--force", "--preserve-config", ...stackOptions];
    await run("pulumi", words, { timeoutSeconds: CALL_SECONDS });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!existsSync(STACK_FILE)) return;
    await clearEngine(); // bin/down removes all at once
    await run("bin/down", [BENCH_STACK, "--purge", "--yes"], { timeoutSeconds: UP_SECONDS });
    rmSync(STACK_FILE);
    rmSync(`.state/${BENCH_STACK}`, { recursive: true, force: true });
  }
}

/**
 * Removes every container, network and volume that carries the stack's label, whoever has made it. One after the other: engine 20.10
 * miscounts what is attached to a network when many containers go at once, and then keeps the network until it is restarted.
 */
export async function clearEngine(): Promise<void> {
  const owned = ["--quiet", "--filter", `label=chalan.stack=${BENCH_STACK}`];
  const remove = async (list: readonly string[], removal: readonly string[]) => {
    const ids = (await docker(...list, ...owned)).split("\n").filter(Boolean);
    for (const id of ids) await docker(...removal, id);
  };
  await remove(["ps", "--all"], ["rm", "--force", "--volumes"]);
  await remove(["network", "ls"], ["network", "rm"]);
  await remove(["volume", "ls"], ["volume", "rm"]);
}
