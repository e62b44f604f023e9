/** Runs functions of bin/lib in a folder of their own, with commands of the machine replaced by shims. */
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../..");

/** A temporary project that shares bin/lib with the real one. */
export class Sandbox implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "chalan-bin-"));
  readonly #shims = join(this.root, "shims");

  constructor() {
    mkdirSync(this.#shims);
    mkdirSync(join(this.root, "bin"));
    mkdirSync(join(this.root, ".state"));
    symlinkSync(join(repository, "bin/lib"), join(this.root, "bin/lib"));
    this.write("Pulumi.yaml", "name: chalan\n");
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.path(name), ".."), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Puts a command first on PATH; `body` is bash. */
  shim(command: string, body: string): void {
    writeFileSync(join(this.#shims, command), `#!/bin/bash\n${body}\n`);
    chmodSync(join(this.#shims, command), 0o755);
  }

  #environment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return {
      PATH: `${this.#shims}:${process.env.PATH}`,
      HOME: this.root,
      CHALAN_CACHE: this.path("cache"),
      SANDBOX: this.root,
      ...extra,
    };
  }

  /** The script, after bin/lib was sourced as each command does it. */
  #script(script: string): string[] {
    return ["-c", `set -euo pipefail\nROOT=${this.root}\nsource "$ROOT/bin/lib/common.sh"\n${script}`];
  }

  bash(script: string, environment: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const options = { encoding: "utf8", timeout: 180_000, cwd: this.root } as const;
    return spawnSync("bash", this.#script(script), { ...options, env: this.#environment(environment) });
  }

  /** Starts the script in a process group of its own (as a terminal does), to be interrupted. */
  start(script: string): ReturnType<typeof spawn> {
    return spawn("bash", this.#script(script), {
      cwd: this.root,
      env: this.#environment({}),
      detached: true,
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The newest log of a sandbox. */
export const latestLog = ({ root }: Sandbox): string =>
  execFileSync("cat", [join(root, ".state/log/latest")], { encoding: "utf8" });
