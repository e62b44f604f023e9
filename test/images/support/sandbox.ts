/** A corner of the real engine for one test file: everything in it carries one label and goes away with it. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const commandTimeout = 180_000;
const networkAttempts = 20;

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** @returns what docker printed on stdout, trimmed; @throws with its stderr when it fails or takes three minutes */
export function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", timeout: commandTimeout, stdio: "pipe" }).trim();
}

/** Runs docker and keeps the exit code; stdout and stderr come together. */
export function attempt(...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8", timeout: commandTimeout });
  return { status, output: `${stdout}${stderr}` };
}

export class Sandbox {
  readonly name: string;
  /** As `docker ps --filter` and DOCKER_CONTAINER_FILTERS take it. */
  readonly filter: string;
  readonly folder: string;
  private readonly networks: string[] = [];
  private readonly volumes: string[] = [];

  constructor(part: string) {
    this.name = `tmp-images-${part}-${randomBytes(3).toString("hex")}`;
    this.filter = `label=chalan.test=${this.name}`;
    this.folder = mkdtempSync(join(tmpdir(), `${this.name}-`));
  }

  /** @returns the path of a file that any user in a container can read */
  file(name: string, text: string | Buffer, mode = 0o644): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode });
    return path;
  }

  volume(name: string): string {
    const volume = `${this.name}-${name}`;
    docker("volume", "create", volume);
    this.volumes.push(volume);
    return volume;
  }

  /** Makes a network on a free /24 of 172.29.0.0 to 172.31.0.0. @returns its name and the first three numbers of its addresses */
  network(name: string): { name: string; prefix: string } {
    const network = `${this.name}-${name}`;
    for (let left = networkAttempts; ; left--) {
      const prefix = `172.${randomInt(29, 32)}.${randomInt(0, 256)}`;
      const { status, output } = attempt(
        "network",
        "create",
        "--subnet",
        `${prefix}.0/24`,
        "--ip-range",
        `${prefix}.128/25`,
        network,
      );
      if (status === 0) {
        this.networks.push(network);
        return { name: network, prefix };
      }
      if (left === 1 || !output.includes("overlaps")) throw new Error(output);
    }
  }

  /** Starts a container in the background. @returns its full name */
  start(name: string, ...args: string[]): string {
    const container = `${this.name}-${name}`;
    docker("run", "--detach", "--name", container, "--label", this.filter.replace("label=", ""), ...args);
    return container;
  }

  remove(container: string): void {
    docker("rm", "--force", "--volumes", container);
  }

  dispose(): void {
    const containers = docker("ps", "--all", "--quiet", "--filter", this.filter).split("\n").filter(Boolean);
    // One after the other: containers that leave a network at the same moment can lock Docker 20.10 up (components/scripts/migrate).
    for (const container of containers) docker("rm", "--force", "--volumes", container);
    for (const volume of this.volumes) docker("volume", "rm", volume);
    // Docker 20.10 may go on counting the endpoint of a container that it removed while it was ending: no fault of what was tested.
    for (const network of this.networks) attempt("network", "rm", network);
    rmSync(this.folder, { recursive: true });
  }
}

/** @returns a container's address on its first network */
export function addressOf(container: string): string {
  return (
    docker(
      "inspect",
      "--format",
      "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
      container,
    ).split(" ")[0] ?? ""
  );
}

/** @returns stdout and stderr of a container */
export function logs(container: string): string {
  return attempt("logs", container).output;
}

/** Ends a container's process as a fault would. The engine sees no command to stop it, so its restart policy holds. */
export function crash(container: string): void {
  const pid = docker("inspect", "--format", "{{.State.Pid}}", container);
  docker("run", "--rm", "--pid", "host", "node:24.19.0-slim", "--eval", `process.kill(${pid}, "SIGKILL")`);
}
